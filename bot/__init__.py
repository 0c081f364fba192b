"""casusbot: the map of the house.

A room may look down only (import-linter keeps it):

    __main__, bootstrap        start, with nothing but the standard library
    cli                        people who type
    app                        composition root: who knows whom; the only room with a clock
    config                     settings
    channel  practice  web     the world: Telegram, the simulated Telegram, HTTP ...
    packs                      ... cases from another address ...
    press                      ... how we print: pictures and papers, by programs of others ...
    store                      ... and what is kept; wings that never meet
    conversation               one turn: who said what, who hears what
    texts                      how we say it
    session                    people round a walk: solo, team, live
    engine                     one walk through one case
    scenario                   the case as its author wrote it
    safety                     what we never keep, and how we seal what we keep; knows nobody

One update: channel receives it raw -> store.kernel opens one transaction -> channel.inbound reads it ->
conversation.turn asks session.handle (pure) -> the views say it -> the kernel commits state and outbox ->
channel.outbound sends. Saved first, sent afterwards; committed first, acknowledged afterwards.

Only `channel` imports telegram, with one exception: `practice.door` puts Telegram's own request class in front of
the simulated Telegram.
"""

__version__ = "0.1.0"
