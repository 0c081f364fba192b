"""What leads to a real person is found, and nothing of the story is taken for it."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.safety.identifiers import Kind, identifiers
from tests.scenario.files import PATIENCE


def found(text: str) -> list[tuple[Kind, str]]:
    return [(one.kind, text[one.start : one.end]) for one in identifiers(text)]


@pytest.mark.parametrize(
    ("text", "kind", "thing"),
    [
        ("Haar nummer is 123456782.", Kind.CITIZEN, "123456782"),
        ("BSN: 1112.22.333, zegt ze", Kind.CITIZEN, "1112.22.333"),
        ("bsn 111 222 333 staat er", Kind.CITIZEN, "111 222 333"),
        ("111222333 12-03-1980", Kind.CITIZEN, "111222333"),
        ("Stort op NL91ABNA0417164300 alsjeblieft", Kind.ACCOUNT, "NL91ABNA0417164300"),
        ("op nl91 abna 0417 1643 00 van haar zus", Kind.ACCOUNT, "nl91 abna 0417 1643 00"),
        ("BE68 5390 0754 7034 voor de huur", Kind.ACCOUNT, "BE68 5390 0754 7034"),
        ("Bel 06-12345678.", Kind.PHONE, "06-12345678"),
        ("Bel 06 12 34 56 78 of kom langs", Kind.PHONE, "06 12 34 56 78"),
        ("(020) 123 45 67", Kind.PHONE, "(020) 123 45 67"),
        ("+31 (0)6 12345678", Kind.PHONE, "+31 (0)6 12345678"),
        ("0031612345678", Kind.PHONE, "0031612345678"),
        ("Mail jan.de-wit@voorbeeld.nl.", Kind.MAIL, "jan.de-wit@voorbeeld.nl"),
        ("Kerkstraat 5a, 1234 AB Utrecht", Kind.ADDRESS, "5a, 1234 AB"),
        ("Ze woont op 1234AB, nr. 12", Kind.ADDRESS, "1234AB, nr. 12"),
        ("Kerkstraat 5\n1234 AB", Kind.ADDRESS, "5\n1234 AB"),
        ("Samira, geboren op 3 mei 1981", Kind.BIRTH, "3 mei 1981"),
        ("Samira (geb. 03-05-1981)", Kind.BIRTH, "03-05-1981"),
        ("Geboortedatum: 1981-05-03", Kind.BIRTH, "1981-05-03"),
        ("She was born in Delft on 3 May 1981.", Kind.BIRTH, "3 May 1981"),
    ],
)
def test_what_leads_to_a_person_is_found_as_a_whole(text: str, kind: Kind, thing: str) -> None:
    assert found(text) == [(kind, thing)]


@pytest.mark.parametrize(
    "text",
    [
        "Een gewone zin zonder cijfers.",
        "Het is kwart over 3 en er zijn 12 brieven.",
        "000000000 en 111111111 zijn van niemand, 123456789 klopt niet.",
        "1 2 3 4 5 6 7 8 2",
        "€ 123.456.782 aan schuld, of €111.222.333",
        "123.456.782,50",
        "NL91ABNA0417164301 klopt niet, NL91ABNA04171643001 is te lang, NL91 ABNA te kort",
        "ZZ91ABNA0417164300 is van geen land",
        "Bel 112, of 113, of 0800-0113, of 14 020.",
        "Slachtofferhulp 0900-0101, MIND 088 1234567, Juridisch Loket 0800-8020",
        "03-05-1981 tot 06-07-1982",
        "Participatiewet, artikel 18 lid 2 tot en met 8; Kamerstuk 35428, nr. 3; BWBR0015703",
        "In 2026 op 3 mei, in 2027 in 1 keer",
        "Ze is geboren in 1981 in een dorp met 1200 mensen.",
        "@voorbeeld volgt 3 mensen",
    ],
)
def test_what_is_for_everybody_or_for_nobody_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_one_thing_is_told_once_and_several_in_their_order() -> None:
    text = "Bel 06 12345678, mail a@b.nl, of stort op NL91 ABNA 0417 1643 00. Haar bsn is 123456782."
    assert [kind for kind, _ in found(text)] == [Kind.PHONE, Kind.MAIL, Kind.ACCOUNT, Kind.CITIZEN]


@given(
    st.lists(
        st.one_of(
            st.text(alphabet="abc 019.,-+@(€\n", max_size=12),
            st.sampled_from(["NL91ABNA0417164300", "123456782", "0612345678", "a@b.nl", "1234 AB 5", "geboren "]),
        ),
        max_size=12,
    ).map("".join)
)
def test_things_that_are_found_lie_in_the_text_and_never_over_one_another(text: str) -> None:
    things = identifiers(text)
    assert all(0 <= one.start < one.end <= len(text) for one in things)
    assert all(one.end <= other.start for one, other in pairwise(things))


@pytest.mark.parametrize(
    "bit", ["a", "1 ", "123456782 ", "NL91 ", "AA11", "a@", "a.a@", "geboren ", "06 ", "1111AA ", "+1-", "((", "Z 1 "]
)
def test_the_time_it_takes_grows_evenly_with_the_text(bit: str) -> None:
    text = "1" + bit * (200_000 // len(bit))
    begin = time.process_time()
    identifiers(text)
    assert time.process_time() - begin < 0.5 * PATIENCE
