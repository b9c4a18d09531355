"""The law that ships: it loads, nothing in it is idle, and no value stands without its source and citation."""

from datetime import date, timedelta

import pytest

from hikiate.kernel.status import Status
from hikiate.law.rulebooks import Rulebook
from hikiate.operations.close import DUTIES
from hikiate.storage.lawbooks import library

LIBRARY = library()
BOOKS = [pytest.param(book, id=name) for name, book in LIBRARY.rulebooks.items()]
TODAY = date(2026, 11, 23)


def test_the_rulebooks_of_the_daily_close_ship() -> None:
    """By the names that packs use."""
    assert set(LIBRARY.rulebooks) >= {
        "jp-2026-law",
        "jp-2026-reported",
        "jp-art175-analogue",
        "jp-fiea-175",
        "jp-psa",
    }


def test_every_provision_is_used_by_a_rulebook() -> None:
    """A record that no rulebook reads would be kept up for nothing."""
    used = {provision.path for book in LIBRARY.rulebooks.values() for provision in book.provisions.values()}
    assert set(LIBRARY.provisions) == used


def test_no_value_stands_without_source_citation_and_days_in_order() -> None:
    """Whoever doubts a number finds where it was read, and when; nothing was verified before it was published."""
    versions = [version for provision in LIBRARY.provisions.values() for version in provision.versions]
    assert versions
    for version in versions:
        assert version.source.strip()
        assert version.citation.law.strip()
        assert version.citation.article or version.status is not Status.ENACTED
        assert (version.value is None) == (version.status is Status.UNDECIDED)
        assert version.citation.promulgated_on <= version.verified_on


@pytest.mark.parametrize("book", BOOKS)
def test_every_duty_of_a_rulebook_can_be_done(book: Rulebook) -> None:
    """A rulebook lays down no duty that the close does not know."""
    assert set(book.duties) <= set(DUTIES)


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("jp-2026-reported", Status.REPORTED),
        ("jp-art175-analogue", Status.ASSUMPTION),
        ("jp-2026-law", Status.UNDECIDED),
        ("jp-fiea-175", Status.ENACTED),
        ("jp-psa", Status.ENACTED),
    ],
)
def test_a_rulebook_has_the_status_of_what_it_is_about(name: str, status: Status) -> None:
    """The plan is reported, the analogue an assumption, the law of 2026 has no number; the rest is enacted."""
    assert LIBRARY.rulebooks[name].on(TODAY).status is status


@pytest.mark.parametrize("name", ["jp-2026-reported", "jp-art175-analogue"])
def test_a_what_if_answers_for_any_day(name: str) -> None:
    """Past incidents can be held against it."""
    for day in (date(2011, 6, 19), date(2014, 2, 28), date(2018, 1, 26), TODAY, date(2040, 1, 1)):
        assert LIBRARY.rulebooks[name].on(day).is_in_force, day


def test_segregation_under_the_payment_services_act_ends_when_the_new_law_starts() -> None:
    """In force on its first day and on its last, and not on the day before or after."""
    book = LIBRARY.rulebooks["jp-psa"]
    first, end = date(2020, 5, 1), date(2027, 7, 22)
    held = [book.on(day).is_in_force for day in (first - timedelta(days=1), first, end - timedelta(days=1), end)]
    assert held == [False, True, True, False]


def test_the_reported_plan_holds_the_numbers_of_the_report() -> None:
    """2 % of annual volume, at most JPY 40,000,000,000."""
    edition = LIBRARY.rulebooks["jp-2026-reported"].on(TODAY)
    assert edition["rate"].number * 100 == 2
    assert edition["cap"].number == 40_000_000_000


def test_the_law_of_2026_gives_no_number_that_nobody_has_published() -> None:
    """Rate, cap, floor, factor, share and base are undecided."""
    edition = LIBRARY.rulebooks["jp-2026-law"].on(TODAY)
    undecided = {key for key, version in edition.versions.items() if version.value is None}
    assert undecided >= {"rate", "cap", "floor", "incident_factor", "insurance_share_max", "base_items"}


def test_no_two_rulebooks_share_a_digest_and_two_readings_agree() -> None:
    """A digest names one rulebook, on every machine."""
    digests = {name: book.digest for name, book in LIBRARY.rulebooks.items()}
    assert len(set(digests.values())) == len(digests)
    assert digests == {name: book.digest for name, book in library().rulebooks.items()}
