"""How fast we send: pure arithmetic on one number a bucket.

A bucket holds the moment until which it is spent (the generic cell rate algorithm, ITU-T I.371): each message adds
`every` milliseconds, and `burst` of them may run ahead of the clock. Any period of length T sees at most
burst + T / every messages. Telegram's figures (its FAQ for bots): 1/s a chat, 20/min a group, about 30/s in bulk.
"""

from msgspec import Struct


class Rule(Struct, frozen=True):
    """One message each `every` milliseconds, and at most `burst` at once."""

    every: int
    burst: int

    @property
    def ahead(self) -> int:
        """Return how far a bucket may be spent beyond now and still give one more."""
        return self.every * (self.burst - 1)


PRIVATE = Rule(1_000, 6)  # a quick press asks for a screen and a tidied one; 1/s in the long run
PRIVATE_LIVE = Rule(1_000, 4)  # leaves 2 at once for answers
GROUP = Rule(5_000, 6)  # 6 + 12: at most 18 in any minute
GROUP_BULK = Rule(5_000, 2)  # leaves 4 at once for answers
OVERALL = Rule(38, 4)  # 4 + 26: at most 30 in any second; only edits of a live stand and broadcasts count
BROADCAST = Rule(48, 2)  # 2 + 20: at most 22 in any second


def room(rule: Rule, spent: int, now: int) -> int:
    """Return how many may go now."""
    return max(0, (now + rule.every * rule.burst - max(spent, now)) // rule.every)


def spend(rule: Rule, spent: int, now: int, messages: int = 1) -> int:
    """Return until when the bucket is spent after so many messages."""
    return max(spent, now) + rule.every * messages


def free(rule: Rule, spent: int) -> int:
    """Return from when on one more may go."""
    return spent - rule.ahead
