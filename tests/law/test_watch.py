"""The watch over the law: what is stale, what is open and until when, and what changes in the days ahead."""

from datetime import date, timedelta

from hikiate.law.overlays import overlaid
from hikiate.law.rulebooks import Library, read_library
from hikiate.law.watch import Boundary, Open, Stale, watch
from hikiate.storage.lawbooks import library

HEAD = 'title = { en = "A", ja = "あ" }\nunit = "UNIT"\n'
VERSION = """
[[version]]
in_force_from = FROM
status = "STATUS"
citation = { law = "L", article = "1", promulgated_on = 2020-01-01 }
verified_on = VERIFIED
source = "x"
"""
BOOK = """
name = "book"
title = { en = "B", ja = "び" }
summary = { en = "B", ja = "び" }
jurisdiction = "JP"
headline = "a"
answers = ["reserve"]
duties = ["conditions"]
[provisions]
"""
DAY = date(2026, 6, 1)


def version(start: str, value: str | None = "1", *, until: str = "", verified: str = "2026-05-01") -> str:
    """A version record; no value: undecided."""
    status = "undecided" if value is None else "enacted"
    text = VERSION.replace("FROM", start).replace("STATUS", status).replace("VERIFIED", verified)
    text = text.replace("\nstatus", f'\nvalue = "{value}"\nstatus') if value is not None else text
    return text.replace("\nstatus", f"\nin_force_until = {until}\nstatus") if until else text


def of(unit: str = "ratio", **provisions: str) -> Library:
    """A library of one rulebook with these provisions, each a text of versions."""
    texts = {f"x/{key}": HEAD.replace("UNIT", "day" if key.startswith("start") else unit) + text
             for key, text in provisions.items()}  # fmt: skip
    return read_library(texts, {"book": BOOK + "\n".join(f'{key} = "x/{key}"' for key in provisions)})


def test_a_version_is_stale_on_the_day_after_its_last() -> None:
    """31 days are allowed: verified on 1 May it is fresh on 1 June, and stale on the 2nd."""
    laws = of(a=version("2020-01-01"))
    assert watch(laws, DAY, stale_days=31).stale == ()
    assert watch(laws, DAY + timedelta(days=1), stale_days=31).stale == (Stale("book", "a", date(2026, 5, 1)),)


def test_a_version_of_another_day_is_not_stale() -> None:
    """What is not yet law need not be looked at again."""
    assert watch(of(a=version("2027-01-01", verified="2020-01-02")), DAY, stale_days=1).stale == ()


def test_what_is_open_must_be_decided_by_the_latest_start_that_the_rulebook_names() -> None:
    """Where none is named, no law names a last day; where one is open itself, it names none either."""
    named = of(a=version("2020-01-01", None), start_latest=version("2020-01-01", "2027-07-22"))
    assert watch(named, DAY).open == (Open("book", "a", date(2027, 7, 22)),)
    assert watch(of(a=version("2020-01-01", None)), DAY).open == (Open("book", "a", None),)
    unnamed = of(a=version("2020-01-01", None), start_latest=version("2020-01-01", None))
    assert {entry.decide_by for entry in watch(unnamed, DAY).open} == {None}


def test_an_open_version_to_come_must_be_decided_before_it_begins() -> None:
    """And one that is open now, until a decided one follows it."""
    laws = of(a=version("2020-01-01") + version("2026-09-01", None))
    assert watch(laws, DAY).open == (Open("book", "a", date(2026, 9, 1)),)
    assert watch(of(a=version("2020-01-01", None) + version("2026-09-01")), DAY).open == (
        Open("book", "a", date(2026, 9, 1)),
    )


def test_a_boundary_is_told_from_the_day_before_it_back_to_so_many_days() -> None:
    """400 days ahead and no more; the day itself is no longer ahead."""
    laws = of(a=version("2020-01-01") + version("2027-07-06", "2"))
    told = [watch(laws, date(2027, 7, 6) - timedelta(days=back)).boundaries for back in (401, 400, 1, 0)]
    assert [len(boundaries) for boundaries in told] == [0, 1, 1, 0]
    before, after = laws.provisions["x/a"].versions
    assert told[1] == (Boundary(date(2027, 7, 6), "book", "a", before, after, "ratio"),)


def test_an_end_without_a_successor_and_a_first_beginning_are_boundaries() -> None:
    """There is no law after the one and none before the other; an end at which another begins is told once."""
    ends = watch(of(a=version("2020-01-01", until="2026-07-01")), DAY).boundaries
    assert [(boundary.day, boundary.after) for boundary in ends] == [(date(2026, 7, 1), None)]
    begins = watch(of(a=version("2026-07-01")), DAY).boundaries
    assert [(boundary.day, boundary.before) for boundary in begins] == [(date(2026, 7, 1), None)]
    passed_on = of(a=version("2020-01-01", until="2026-07-01") + version("2026-07-01", "2"))
    assert len(watch(passed_on, DAY).boundaries) == 1


def test_a_day_that_law_names_is_a_boundary_of_its_own() -> None:
    """Until it is past, or further than so many days, or switched off."""
    laws = of(a=version("2020-01-01"), start_latest=version("2020-01-01", "2027-07-22"))
    assert [boundary.day for boundary in watch(laws, date(2027, 7, 21)).boundaries] == [date(2027, 7, 22)]
    assert watch(laws, date(2027, 7, 22)).boundaries == ()
    assert watch(laws, DAY, ahead_days=1).boundaries == ()
    assert watch(of(a=version("2020-01-01"), start=version("2020-01-01", "off")), DAY).boundaries == ()


def test_the_watch_of_the_library_that_ships() -> None:
    """Law 64 of 2026 must be decided by 22 July 2027, when the segregation of today ends; CASS 17 comes in October."""
    seen = watch(library(), date(2026, 11, 26))
    assert seen.stale == ()
    rate = next(entry for entry in seen.open if (entry.rulebook, entry.key) == ("jp-2026-law", "rate"))
    assert rate.decide_by == date(2027, 7, 22)
    days = {(boundary.rulebook, boundary.key): boundary.day for boundary in seen.boundaries}
    assert days["jp-psa", "hot_fraction_max"] == date(2027, 7, 22)
    assert days["uk-cass", "repair_days"] == date(2027, 10, 25)
    assert list(days.values()) == sorted(days.values())
    assert watch(library(), date(2027, 5, 22)).stale != ()


def test_an_overlay_that_decides_closes_what_is_open() -> None:
    """The watch is kept over the law with the user's own file laid over it."""
    text = 'name = "o"\nwritten_on = 2027-01-01\n[[change]]\nrulebook = "jp-2026-law"\nprovision = "rate"\n'
    text += 'value = "1/100"\nstatus = "assumption"\nreason = "r"\n'
    seen = watch(overlaid(library(), "o.toml", text), date(2026, 11, 26))
    assert ("jp-2026-law", "rate") not in {(entry.rulebook, entry.key) for entry in seen.open}
