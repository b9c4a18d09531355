"""The casebook of estates: each case works out, and what differs from what was published is what its text says."""

from fractions import Fraction

import pytest

from hikiate.operations.estate_replay import replay_estate
from hikiate.remedy.estate_replays import replay_document
from hikiate.storage.estate_cases import estate_cases
from hikiate.storage.lawbooks import regimes

CASES = estate_cases()
LAW = regimes().rulebooks


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("cryptopia", ["0.91", "24"]),
        ("ftx-convenience", ["59500"]),
        ("mf-global", ["0.731343", "0.731343", "1"]),
        ("mt-gox-bankruptcy", ["1"]),
        ("mt-gox-rehabilitation", ["0.177169", "0.177169"]),
        ("quadriga-cx", ["0.151765"]),
    ],
)
def test_a_case_comes_to_what_its_facts_come_to(name: str, ours: list[str]) -> None:
    """By hand: 141,686.35 / 799,722.6; 46 / 303.1; 4.9 / 6.7; 119 % of 50,000; all at 50,058 yen; 24 of 91."""
    replay = replay_estate(name, CASES[name], LAW)
    assert [row.ours for row in replay.compared] == ours
    assert replay.title.ja != replay.title.en
    for row in replay.compared:
        assert row.source
        assert row.difference.en.startswith("None") == (Fraction(row.ours) == Fraction(row.published))


def test_every_case_is_held_to_its_figures() -> None:
    """A case without a test would say anything."""
    assert set(CASES) == {
        "cryptopia",
        "ftx-convenience",
        "mf-global",
        "mt-gox-bankruptcy",
        "mt-gox-rehabilitation",
        "quadriga-cx",
    }


def test_mt_gox_would_have_left_the_shareholders_29_billion_yen() -> None:
    """Under the price of 2014; a petition of 2014 is before customers had priority."""
    replay = replay_estate("mt-gox-bankruptcy", CASES["mt-gox-bankruptcy"], LAW)
    (surplus,) = [found for found in replay.result.findings if found.code == "estate.surplus"]
    assert surplus.en.found.startswith("29,520,572,611 JPY")
    assert replay.result.figures["distribution.JPY.paid"].value == "40032513910"


def test_a_replay_in_plain_form_says_what_it_compares() -> None:
    """Each figure as published beside ours, in both languages."""
    replay = replay_estate("cryptopia", CASES["cryptopia"], LAW)
    plain = replay_document(replay)
    assert (plain["case"], plain["title"]) == ("cryptopia", {"en": replay.title.en, "ja": replay.title.ja})
    assert plain["compared"] == [
        {
            "what": {"en": row.what.en, "ja": row.what.ja},
            "unit": row.unit,
            "published": row.published,
            "ours": row.ours,
            "source": row.source,
            "difference": {"en": row.difference.en, "ja": row.difference.ja},
        }
        for row in replay.compared
    ]
