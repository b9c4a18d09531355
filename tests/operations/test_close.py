"""The daily close as a verb: what it takes, what it refuses, and how a finding grows old from close to close."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest

from hikiate import __version__
from hikiate.facts.exchange import Asset, Exchange
from hikiate.facts.liabilities import Liability
from hikiate.facts.pack import Pack
from hikiate.facts.tables import Holding, Statement, Volume
from hikiate.kernel.findings import Finding, FindingKind, Refused, Severity
from hikiate.kernel.results import Result
from hikiate.kernel.status import Status
from hikiate.kernel.wording import Words
from hikiate.operations.close import DUTIES, close
from hikiate.storage.lawbooks import library

LAW = library()
JST = timezone(timedelta(hours=9))
FRIDAY = date(2026, 9, 18)
REMARK = FindingKind("import.remark", Severity.NOTE, Words("a", "b", "c"), Words("d", "e", "f"))


def exchange(day: date) -> Exchange:
    """An exchange closing at the end of a day."""
    return Exchange(
        name="Aoba Exchange",
        registration="Kanto 00000",
        jurisdiction="JP",
        reporting_currency="JPY",
        fiscal_year_start="04-01",
        snapshot_at=datetime(day.year, day.month, day.day, 23, 59, tzinfo=JST),
        rulebooks=(),
        assets={"JPY": Asset("JPY", 0, "fiat"), "BTC": Asset("BTC", 8, "crypto")},
    )


def broken(day: date, stated: int) -> Pack:
    """A pack of a day: ten units in the book of one wallet, and so many stated by the chain."""
    return Pack(
        exchange=exchange(day),
        digest="0" * 64,
        files={},
        holdings=(Holding(2, "w", "BTC", 10, "customer", "cold", "self", None, None),),
        statements=(Statement(2, "w", "BTC", stated, day, "chain"),),
        balances={"BTC": Liability("BTC", 10, 0, 1)},
    )


def the_break(result: Result) -> Finding:
    """The one break of a result."""
    (found,) = [finding for finding in result.findings if finding.code == "recon.break"]
    return found


def closes(days: Sequence[tuple[date, int]]) -> list[Result]:
    """The closes of successive days, each knowing the one before."""
    results: list[Result] = []
    for day, stated in days:
        previous = results[-1] if results else None
        results.append(close(broken(day, stated), LAW.choose(["jp-psa"]), previous))
    return results


def test_a_break_that_stood_in_the_previous_close_keeps_its_first_day_and_its_due_day() -> None:
    """It does not get five new business days every morning, even where what is missing has changed."""
    first, second, third = closes([(FRIDAY, 9), (date(2026, 9, 24), 9), (date(2026, 9, 25), 8)])
    assert the_break(first).since == FRIDAY
    assert the_break(first).due == date(2026, 9, 30)
    for later in (second, third):
        assert (the_break(later).since, the_break(later).due) == (FRIDAY, date(2026, 9, 30))


def test_a_break_that_was_mended_and_came_back_starts_anew() -> None:
    """The day without it ends its age."""
    _, mended, again = closes([(FRIDAY, 9), (date(2026, 9, 24), 10), (date(2026, 9, 25), 9)])
    assert not [finding for finding in mended.findings if finding.code == "recon.break"]
    assert (the_break(again).since, the_break(again).due) == (date(2026, 9, 25), date(2026, 10, 2))


def test_a_shortage_that_turns_into_a_surplus_is_another_finding() -> None:
    """What is to be explained does not inherit the due day of what was missing."""
    _, surplus = closes([(FRIDAY, 9), (date(2026, 9, 24), 11)])
    assert the_break(surplus).severity is Severity.WARNING
    assert (the_break(surplus).since, the_break(surplus).due) == (date(2026, 9, 24), None)


def test_a_finding_without_a_first_day_in_the_previous_close_begins_now() -> None:
    """A document that says nothing of age is no reason to guess one."""
    first = close(broken(FRIDAY, 9), LAW.choose(["jp-psa"]))
    ageless = replace(first, findings=tuple(replace(finding, since=None) for finding in first.findings))
    second = close(broken(date(2026, 9, 24), 9), LAW.choose(["jp-psa"]), ageless)
    assert the_break(second).since == date(2026, 9, 24)


def test_a_break_found_without_a_rulebook_gets_its_due_day_from_the_first_that_gives_one() -> None:
    """A close without a due day leaves room for the next one's."""
    first = close(broken(FRIDAY, 9), ())
    second = close(broken(date(2026, 9, 24), 9), LAW.choose(["jp-psa"]), first)
    assert (the_break(second).since, the_break(second).due) == (FRIDAY, date(2026, 10, 1))


def test_a_remark_has_no_age() -> None:
    """That an optional table is absent is the same remark every day, and has no first day."""
    first, second = closes([(FRIDAY, 10), (date(2026, 9, 24), 10)])
    remarks = [finding for finding in second.findings if finding.severity is Severity.NOTE]
    assert remarks
    assert [finding.since for finding in (*first.findings, *remarks) if finding.severity is Severity.NOTE] == [
        None for _ in range(2 * len(remarks))
    ]


def test_the_year_s_open_provision_does_not_inherit_last_year_s_due_day() -> None:
    """On the first day of a fiscal year the provision of that year is open until that year's end."""
    book = LAW.choose(["jp-fiea-175"])

    def of(day: date, year: int) -> Pack:
        volumes = tuple(Volume(2, date(start, 4, 1), "stock", 10**12) for start in (year - 2, year - 1, year))
        return Pack(exchange=exchange(day), digest="0" * 64, files={}, volumes=volumes, reserve=())

    def due(result: Result) -> tuple[date | None, date | None]:
        (found,) = [finding for finding in result.findings if finding.code == "reserve.provision_open"]
        return found.since, found.due

    last = close(of(date(2026, 3, 31), 2025), book)
    first = close(of(date(2026, 4, 1), 2026), book, last)
    assert due(last) == (date(2025, 4, 1), date(2026, 3, 31))
    assert due(first) == (date(2026, 4, 1), date(2027, 3, 31))


@pytest.mark.parametrize(
    ("named", "as_of"),
    [
        pytest.param("Another Exchange", "2026-09-18T23:59:00+09:00", id="of another exchange"),
        pytest.param("Aoba Exchange", "2026-09-24T23:59:00+09:00", id="of the same moment"),
        pytest.param("Aoba Exchange", "2026-09-25T00:00:00+09:00", id="of a later moment"),
        pytest.param("Aoba Exchange", "2026-09-17T23:59:00", id="of a moment without offset"),
        pytest.param("Aoba Exchange", "the day before", id="of no moment"),
    ],
)
def test_a_wrong_previous_close_is_refused(named: str, as_of: str) -> None:
    """A break's age comes only from an earlier close of the same exchange."""
    previous = replace(close(broken(FRIDAY, 9), ()), exchange=named, as_of=as_of)
    with pytest.raises(Refused) as refused:
        close(broken(date(2026, 9, 24), 9), (), previous)
    assert [fault.code for fault in refused.value.faults] == ["input.wrong_previous"]


def test_an_earlier_moment_of_the_same_day_in_another_offset_is_earlier() -> None:
    """Moments are compared as moments."""
    previous = replace(close(broken(FRIDAY, 9), ()), as_of="2026-09-24T23:58:00+10:00")
    assert the_break(close(broken(date(2026, 9, 24), 9), (), previous)).since == FRIDAY


def test_findings_stand_from_the_gravest_and_the_soonest_due() -> None:
    """A reader meets first what must be mended first."""
    pack = replace(broken(FRIDAY, 9), balances={"BTC": Liability("BTC", 11, 0, 1), "JPY": Liability("JPY", 1, 0, 1)})
    result = close(pack, LAW.choose(["jp-psa"]))
    order = [(list(Severity).index(found.severity), found.due or date.max) for found in result.findings]
    assert order == sorted(order)
    assert result.findings[0].code == "fiat.short"


def test_what_importers_found_stands_in_the_result() -> None:
    """A defect of a file in the wild is carried into the close of what was made from it."""
    remark = REMARK.at("trades.csv")
    assert remark in close(replace(broken(FRIDAY, 10), import_findings=(remark, remark)), ()).findings


def test_a_result_names_its_rulebooks_with_status_digest_and_overlays() -> None:
    """An auditor sees under which law, and in which words of it, a day was closed."""
    result = close(broken(FRIDAY, 10), LAW.choose(["jp-psa", "jp-2026-law"]))
    assert [(book.name, book.status) for book in result.rulebooks] == [
        ("jp-psa", Status.ENACTED),
        ("jp-2026-law", Status.UNDECIDED),
    ]
    assert [book.digest for book in result.rulebooks] == [book.digest for book in LAW.choose(["jp-psa", "jp-2026-law"])]
    assert (result.version, result.as_of) == (__version__, "2026-09-18T23:59:00+09:00")


def test_a_rulebook_that_is_not_in_force_answers_nothing_and_gives_no_due_day() -> None:
    """Reconciliation is done all the same, under no law."""
    result = close(broken(date(2020, 4, 30), 9), LAW.choose(["jp-psa"]))
    assert [found.code for found in result.findings if found.severity is Severity.BREACH] == [
        "law.not_in_force",
        "recon.break",
    ]
    assert the_break(result).due is None
    assert not [name for name in result.figures if name.startswith(("segregation", "fiat", "law"))]


def test_every_duty_of_every_rulebook_is_known() -> None:
    """A rulebook that names a duty that nobody performs would close in order by doing nothing."""
    assert {duty for book in LAW.rulebooks.values() for duty in book.duties} == set(DUTIES)
