"""Rulebooks: what a record must say, what they are on a day, which go together, and digests that show every change."""

from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikiate.kernel.findings import Refused
from hikiate.kernel.status import Status
from hikiate.kernel.wording import Term
from hikiate.law.provisions import Citation, Provision, Version
from hikiate.law.rulebooks import Library, Rulebook, read_library
from hikiate.storage.lawbooks import library as shipped_library

RATE = """
title = { en = "Rate", ja = "率" }
unit = "ratio"
[[version]]
in_force_from = 2020-04-01
in_force_until = 2027-04-01
value = "0.02"
status = "reported"
citation = { law = "Report", promulgated_on = 2020-03-01 }
verified_on = 2026-11-22
source = "a newspaper"
"""
CAP = (
    RATE.replace("2020-04-01", "2021-04-01")
    .replace("in_force_until = 2027-04-01\n", "")
    .replace("reported", "assumption")
)
BOOK = """
name = "plan"
title = { en = "Plan", ja = "案" }
summary = { en = "A plan", ja = "一つの案" }
jurisdiction = "JP"
headline = "rate"
answers = ["reserve"]
duties = ["reserve_by_rate"]
[provisions]
rate = "jp/rate"
cap = "jp/cap"
"""


def library(**books: str) -> Library:
    """Two provisions and these rulebooks."""
    return read_library(
        {"jp/rate": RATE, "jp/cap": CAP}, {name.replace("_", "-"): text for name, text in books.items()}
    )


def found(text: str) -> list[str]:
    """What is said of a rulebook that is refused."""
    with pytest.raises(Refused) as refused:
        library(plan=text)
    assert {fault.where for fault in refused.value.faults} == {"rulebook plan"}
    return [fault.en.found for fault in refused.value.faults]


def test_a_rulebook_gathers_its_provisions_by_key() -> None:
    """Each key leads to the provision of the library at its path."""
    read = library(plan=BOOK)
    book = read.rulebooks["plan"]
    assert (book.name, book.jurisdiction, book.headline) == ("plan", "JP", "rate")
    assert (book.title, book.summary) == (Term("Plan", "案"), Term("A plan", "一つの案"))
    assert (book.answers, book.duties, book.overlays) == (("reserve",), ("reserve_by_rate",), ())
    assert book.provisions == {"rate": read.provisions["jp/rate"], "cap": read.provisions["jp/cap"]}


@pytest.mark.parametrize(
    ("was", "becomes", "wanted"),
    [
        ('headline = "rate"\n', "", "keys answers, duties, jurisdiction, name, provisions, summary, title"),
        (
            'name = "plan"',
            'name = "plan"\nyear = 1',
            "keys answers, duties, headline, jurisdiction, name, provisions, summary, title, year",
        ),
        ('name = "plan"', 'name = "other"', "name 'other'"),
        ('ja = "案"', 'fr = "x"', "no title in both languages"),
        ('title = { en = "Plan", ja = "案" }', 'title = "Plan"', "no title in both languages"),
        ('en = "A plan"', "en = 1", "no summary in both languages"),
        ('"JP"', "81", "jurisdiction 81"),
        ('"JP"', '""', "jurisdiction ''"),
        ('["reserve"]', '"reserve"', "answers 'reserve'"),
        ('["reserve"]', "[]", "answers []"),
        ('["reserve_by_rate"]', "[1]", "duties [1]"),
        ('headline = "rate"', 'headline = "floor"', "headline 'floor'"),
        ('headline = "rate"', 'headline = ["rate"]', "headline ['rate']"),
        ('cap = "jp/cap"', 'cap = "jp/gone"', "no provision jp/gone"),
        ('cap = "jp/cap"', 'cap = ["jp/cap"]', "no provision ['jp/cap']"),
        ("duties", 'of_incidents = ["gone"]\nduties', "of_incidents ['gone']"),
        ("duties", 'of_incidents = "cap"\nduties', "of_incidents 'cap'"),
        ('[provisions]\nrate = "jp/rate"\ncap = "jp/cap"', 'provisions = "jp/rate"', "provisions 'jp/rate'"),
    ],
)
def test_a_rulebook_with_one_defect_is_refused_for_that_defect_alone(was: str, becomes: str, wanted: str) -> None:
    """The place is the rulebook, and nothing sound is blamed beside it."""
    assert BOOK.count(was) == 1
    assert found(BOOK.replace(was, becomes)) == [wanted]


def test_a_rulebook_says_which_provisions_are_for_incidents() -> None:
    """A close does not ask them; they change the rulebook's digest like any other."""
    plain, marked = (
        library(plan=text).rulebooks["plan"]
        for text in (BOOK, BOOK.replace("duties", 'of_incidents = ["cap"]\nduties'))
    )
    assert (plain.of_incidents, marked.of_incidents) == (frozenset(), frozenset({"cap"}))
    assert plain.digest != marked.digest


def test_a_rulebook_that_is_no_toml_is_refused_by_name() -> None:
    """The reader's reason says in which line it stopped."""
    assert found("name = ")[0].startswith("no TOML: ")


def test_all_defects_of_a_rulebook_are_named_together() -> None:
    """Also both of two provisions that are not there."""
    text = BOOK.replace('"JP"', "1").replace("jp/", "kr/").replace('headline = "rate"', 'headline = "x"')
    assert found(text) == ["jurisdiction 1", "no provision kr/rate", "no provision kr/cap", "headline 'x'"]


def test_faults_of_provisions_and_rulebooks_are_named_together() -> None:
    """A library loads whole or not at all, and says everything that is wrong with it."""
    with pytest.raises(Refused) as refused:
        read_library(
            {"jp/rate": RATE.replace("ratio", "x"), "jp/cap": CAP.replace("ratio", "y")},
            {"plan": BOOK.replace('"JP"', "1"), "sound": BOOK.replace('"plan"', '"sound"')},
        )
    assert [fault.where for fault in refused.value.faults] == ["jp/rate", "jp/cap", "rulebook plan"]


def test_a_rulebook_is_in_force_only_while_all_of_its_provisions_are() -> None:
    """The day before, of and after both ends; before the second begins and after the first has ended it is not."""
    book = library(plan=BOOK).rulebooks["plan"]
    in_force = {
        date(2020, 3, 31): False,
        date(2020, 4, 1): False,
        date(2021, 3, 31): False,
        date(2021, 4, 1): True,
        date(2027, 3, 31): True,
        date(2027, 4, 1): False,
    }
    assert {day: book.on(day).is_in_force for day in in_force} == in_force


def test_an_edition_holds_the_versions_of_its_day() -> None:
    """A provision without law on the day is not in it."""
    edition = library(plan=BOOK).rulebooks["plan"].on(date(2020, 12, 31))
    assert "rate" in edition
    assert "cap" not in edition
    assert edition["rate"].value == "0.02"
    with pytest.raises(KeyError):
        edition["cap"]


def test_the_status_of_an_edition_is_that_of_its_headline() -> None:
    """And undecided where the headline is not law on the day."""
    book = library(plan=BOOK).rulebooks["plan"]
    assert book.on(date(2022, 1, 1)).status is Status.REPORTED
    assert replace(book, headline="cap").on(date(2022, 1, 1)).status is Status.ASSUMPTION
    assert book.on(date(2027, 4, 1)).status is Status.UNDECIDED


def other(name: str, *answers: str) -> str:
    """The same rulebook by another name, answering other families."""
    listed = ", ".join(f'"{family}"' for family in answers)
    return BOOK.replace('"plan"', f'"{name}"').replace('["reserve"]', f"[{listed}]")


def test_rulebooks_are_chosen_in_the_order_they_are_named_and_once() -> None:
    """A name given twice is one rulebook."""
    read = library(plan=BOOK, apart=other("apart", "segregation"))
    assert [book.name for book in read.choose(["apart", "plan", "apart"])] == ["apart", "plan"]
    assert read.choose([]) == ()


def test_every_unknown_rulebook_is_named_with_those_that_there_are() -> None:
    """A slip of the pen is found before anything is computed."""
    with pytest.raises(Refused) as refused:
        library(plan=BOOK).choose(["plam", "plan", "plna"])
    assert [(f.code, f.en.found, f.en.wanted) for f in refused.value.faults] == [
        ("law.unknown_rulebook", "no rulebook is named plam", "one of plan"),
        ("law.unknown_rulebook", "no rulebook is named plna", "one of plan"),
    ]


def test_two_rulebooks_that_answer_one_figure_are_refused_pair_by_pair() -> None:
    """One figure has one answer; three rulebooks that overlap are three conflicts."""
    read = library(
        plan=other("plan", "reserve", "volume"), law=other("law", "volume", "reserve"), third=other("third", "volume")
    )
    with pytest.raises(Refused) as refused:
        read.choose(["plan", "law", "third"])
    assert [fault.en.found for fault in refused.value.faults] == [
        "plan and law both answer reserve, volume",
        "plan and third both answer volume",
        "law and third both answer volume",
    ]
    assert {fault.code for fault in refused.value.faults} == {"law.conflict"}


def test_changed_rulebooks_take_the_place_of_those_of_their_name() -> None:
    """The library they came from is as it was."""
    read = library(plan=BOOK, apart=other("apart", "segregation"))
    changed = replace(read.rulebooks["plan"], jurisdiction="KR")
    new = read.with_rulebooks({"plan": changed})
    assert new.rulebooks == {"plan": changed, "apart": read.rulebooks["apart"]}
    assert read.rulebooks["plan"].jurisdiction == "JP"


days = st.dates(date(1990, 1, 1), date(2100, 1, 1))
words = st.text(max_size=4)
names = st.lists(words, max_size=3).map(tuple)
terms = st.builds(Term, words, words)
versions = st.builds(
    Version,
    days,
    st.none(),
    words,
    st.sampled_from(Status),
    st.builds(Citation, words, words, words, days),
    days,
    words,
)
provisions = st.builds(Provision, words, terms, words, st.tuples(versions))
books = st.builds(
    Rulebook, words, terms, terms, words, words, names, names, st.dictionaries(words, provisions, max_size=2), names
)


@given(one=books, two=books)
def test_a_change_of_any_field_changes_the_digest(one: Rulebook, two: Rulebook) -> None:
    """Each field is taken over from another rulebook in turn, overlays and provisions included."""
    assert one.digest == replace(one).digest
    for field in fields(Rulebook):
        changed = replace(one, **{field.name: getattr(two, field.name)})
        assert (changed.digest == one.digest) == (changed == one), field.name


def test_a_boundary_between_names_cannot_be_moved() -> None:
    """One family with a comma in it is not two families."""
    book = library(plan=BOOK).rulebooks["plan"]
    digests = {replace(book, answers=answers).digest for answers in (("a", "b"), ("a,b",), ("ab",), ("b", "a"))}
    assert len(digests) == 4


def test_a_day_before_the_first_version_is_refused_when_it_is_asked_for() -> None:
    """By the provision that the rulebook is about; its first day is given."""
    book = shipped_library().rulebooks["kr-vaupa"]
    assert book.begun(date(2024, 7, 19)).is_in_force
    with pytest.raises(Refused) as refused:
        book.begun(date(2024, 7, 18))
    [fault] = refused.value.faults
    assert (fault.code, fault.where) == ("law.before_first", "rulebooks.kr-vaupa")
    assert fault.en.wanted == "a day from 2024-07-19 on"
