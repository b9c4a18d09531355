"""Provisions: what a record must say, which version is the law of a day, and bytes that show every change."""

from dataclasses import fields, replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikiate.kernel.findings import Refused, Severity
from hikiate.kernel.status import Status
from hikiate.kernel.wording import Term
from hikiate.law.provisions import OFF, Citation, Provision, Version, read_provision

PATH = "jp/some/rate"
VERSION = """
[[version]]
in_force_from = 2020-04-01
value = "0.02"
status = "enacted"
citation = { law = "Order", article = "27", paragraph = "(2)", promulgated_on = 2020-03-01 }
verified_on = 2026-11-22
source = "text of the Order [read]"
"""
HEAD = 'title = { en = "Rate", ja = "率" }\nunit = "ratio"\n'
RECORD = HEAD + VERSION


def found(text: str) -> list[str]:
    """What is said of a record that is refused, place and finding together."""
    with pytest.raises(Refused) as refused:
        read_provision(PATH, text)
    assert {fault.code for fault in refused.value.faults} == {"law.malformed"}
    assert {fault.severity for fault in refused.value.faults} == {Severity.FAULT}
    return [f"{fault.where}: {fault.en.found}" for fault in refused.value.faults]


def versions(*periods: tuple[str, str | None]) -> str:
    """A record with a version for each period of days."""
    text = HEAD
    for start, end in periods:
        text += VERSION.replace("2020-04-01", start + (f"\nin_force_until = {end}" if end else ""))
    return text


def test_a_record_is_read_as_it_stands() -> None:
    """Every field of the record is in the provision, and the value is an exact number."""
    citation = Citation("Order", "27", "(2)", date(2020, 3, 1))
    version = Version(
        date(2020, 4, 1), None, "0.02", Status.ENACTED, citation, date(2026, 11, 22), "text of the Order [read]"
    )
    assert read_provision(PATH, RECORD) == Provision(PATH, Term("Rate", "率"), "ratio", (version,))
    assert version.number == Fraction(1, 50)
    assert citation.text == "Order Art. 27(2)"
    assert replace(citation, article="", paragraph="").text == "Order"


@pytest.mark.parametrize(
    ("was", "becomes", "wanted"),
    [
        ('unit = "ratio"', 'unit = "ratio"\nunits = 1', f"{PATH}: unknown key units"),
        ('title = { en = "Rate", ja = "率" }\n', "", f"{PATH}: no title in both languages"),
        ('ja = "率"', 'fr = "taux"', f"{PATH}: no title in both languages"),
        ('ja = "率"', 'ja = ""', f"{PATH}: no title in both languages"),
        ('ja = "率"', "ja = 1", f"{PATH}: no title in both languages"),
        ('unit = "ratio"', 'unit = "percent"', f"{PATH}: unit 'percent'"),
        ('unit = "ratio"\n', "", f"{PATH}: unit None"),
        (VERSION, "", f"{PATH}: no [[version]]"),
        (VERSION, "version = []", f"{PATH}: no [[version]]"),
        (VERSION, "version = 1", f"{PATH}: no [[version]]"),
        (VERSION, "version = [1]", f"{PATH} version 1: 1"),
        ('value = "0.02"', 'value = "0.02"\nvalu = 1', f"{PATH} version 1: unknown key valu"),
        ("in_force_from = 2020-04-01\n", "", f"{PATH} version 1: in_force_from is None"),
        ("= 2020-04-01", '= "2020-04-01"', f"{PATH} version 1: in_force_from is '2020-04-01'"),
        ("= 2026-11-22", "= 2026", f"{PATH} version 1: verified_on is 2026"),
        ("verified_on = 2026-11-22\n", "", f"{PATH} version 1: verified_on is None"),
        ('source = "text of the Order [read]"', "", f"{PATH} version 1: no source"),
        ('source = "text of the Order [read]"', 'source = " "', f"{PATH} version 1: no source"),
        ('value = "0.02"', 'value = "0.02"\nnote = 5', f"{PATH} version 1: note is 5"),
        ('"enacted"', '"decreed"', f"{PATH} version 1: status 'decreed'"),
        ('"enacted"', '"input"', f"{PATH} version 1: status 'input'"),
        ('status = "enacted"\n', "", f"{PATH} version 1: status None"),
        ('"enacted"', '"undecided"', f"{PATH} version 1: an undecided version with a value"),
        ('value = "0.02"\n', "", f"{PATH} version 1: value None"),
        ('value = "0.02"', "value = 0.02", f"{PATH} version 1: value 0.02"),
        ('value = "0.02"', "value = 2", f"{PATH} version 1: value 2"),
        (', article = "27"', "", f"{PATH} version 1: an enacted version without its article"),
        ('"27"', "27", f"{PATH} version 1: citation.article is 27"),
        ('"(2)"', "2", f"{PATH} version 1: citation.paragraph is 2"),
        ('law = "Order", ', "", f"{PATH} version 1: no citation"),
        ('law = "Order"', "law = 64", f"{PATH} version 1: no citation"),
        (", promulgated_on = 2020-03-01", "", f"{PATH} version 1: no citation"),
        ('"27"', '"27", page = 3', f"{PATH} version 1: unknown key citation.page"),
    ],
)
def test_a_record_with_one_defect_is_refused_for_that_defect_alone(was: str, becomes: str, wanted: str) -> None:
    """The place names the record and the version, and nothing sound is blamed beside it."""
    assert RECORD.count(was) == 1
    assert found(RECORD.replace(was, becomes)) == [wanted]


def test_a_version_without_any_citation_is_refused() -> None:
    """A number that stands nowhere is no law."""
    text = "\n".join(line for line in RECORD.splitlines() if not line.startswith("citation"))
    assert found(text) == [f"{PATH} version 1: no citation"]


@pytest.mark.parametrize("moment", ["2020-04-01T00:00:00", "2020-04-01T00:00:00+09:00", "00:00:00"])
def test_a_moment_is_no_day(moment: str) -> None:
    """Law holds by the day; a time of day would not compare with one."""
    [fault] = found(RECORD.replace("2020-04-01", moment))
    assert fault.startswith(f"{PATH} version 1: in_force_from is ")


@pytest.mark.parametrize("until", ["2020-04-01", "2020-03-31", '"2021-01-01"', "2020-05-01T00:00:00"])
def test_a_version_ends_on_a_day_after_it_began(until: str) -> None:
    """Ending on the first day would leave no day on which it holds."""
    [fault] = found(versions(("2020-04-01", until)))
    assert fault.startswith(f"{PATH} version 1: in_force_until is ")


def test_text_that_is_no_toml_is_refused_by_the_name_of_the_record() -> None:
    """The reader's reason says in which line it stopped."""
    [fault] = found("title = {")
    assert fault.startswith(f"{PATH}: no TOML: ")


def test_all_defects_of_a_record_are_named_together() -> None:
    """A reviewer mends a record once, not once for each fault."""
    text = (
        'unit = "x"\nsurplus = 1\n'
        + VERSION.replace('"0.02"', "0.02")
        + VERSION.replace("[read]", "").replace('"enacted"', '"x"')
    )
    assert found(text) == [
        f"{PATH}: unknown key surplus",
        f"{PATH}: no title in both languages",
        f"{PATH}: unit 'x'",
        f"{PATH} version 1: value 0.02",
        f"{PATH} version 2: status 'x'",
    ]


@pytest.mark.parametrize(
    ("unit", "value"),
    [
        ("JPY", "0.5"),
        ("JPY", "1/3"),
        ("JPY", "-1"),
        ("JPY", "1e3"),
        ("ratio", "5%"),
        ("ratio", "1/3"),
        ("ratio", ""),
        ("ratio", "１"),
        ("count", "1.5"),
        ("days", "five"),
        ("business_days", "9" * 5000),
        ("years", "3 years"),
        ("day", "2026-02-30"),
        ("day", "20260401"),
        ("names", "spot,,margin"),
        ("names", ""),
        ("switch", "yes"),
    ],
)
def test_a_value_that_is_not_of_its_unit_is_refused(unit: str, value: str) -> None:
    """Half a yen, a third without an end, a word where a number is wanted."""
    text = RECORD.replace('"ratio"', f'"{unit}"').replace('"0.02"', f'"{value}"')
    assert found(text) == [f"{PATH} version 1: value {value!r}"]


@pytest.mark.parametrize(
    ("unit", "value"),
    [
        ("JPY", "40000000000"),
        ("JPY", "2.0"),
        ("ratio", "5/100"),
        ("ratio", "0.2/10000"),
        ("count", "0"),
        ("days", "91"),
        ("business_days", "5"),
        ("years", "3"),
        ("day", "2027-07-22"),
        ("names", "spot, margin"),
        ("switch", "on"),
        *((unit, OFF) for unit in ("JPY", "ratio", "count", "day", "names", "switch")),
    ],
)
def test_a_value_of_its_unit_is_kept_as_it_is_written(unit: str, value: str) -> None:
    """The text of the record is the value; nothing is rewritten on the way."""
    [version] = read_provision(PATH, RECORD.replace('"ratio"', f'"{unit}"').replace('"0.02"', f'"{value}"')).versions
    assert version.value == value
    assert version.is_off == (value == OFF)


def test_an_undecided_version_has_no_number() -> None:
    """Nobody has published one, so nothing may be computed from it."""
    text = RECORD.replace('value = "0.02"\n', "").replace('"enacted"', '"undecided"')
    [version] = read_provision(PATH, text).versions
    assert version.value is None
    assert not version.is_off
    with pytest.raises(ValueError, match="undecided"):
        _ = version.number


@pytest.mark.parametrize("status", ["proposed", "reported", "assumption"])
def test_only_what_is_enacted_must_name_its_article(status: str) -> None:
    """A report or an assumption has a source and no article."""
    text = RECORD.replace(', article = "27", paragraph = "(2)"', "").replace('"enacted"', f'"{status}"')
    assert read_provision(PATH, text).versions[0].citation.text == "Order"


@pytest.mark.parametrize(
    ("periods", "wanted"),
    [
        ((("2020-04-01", None), ("2020-04-01", None)), "two versions from 2020-04-01"),
        ((("2020-04-01", None), ("2019-04-01", None)), "two versions from 2019-04-01"),
        ((("2020-04-01", "2021-04-02"), ("2021-04-01", None)), "versions overlap from 2021-04-01"),
        ((("2020-04-01", "2021-03-31"), ("2021-04-01", None)), "no version from 2021-03-31 until 2021-04-01"),
    ],
)
def test_versions_leave_no_day_without_law_and_none_with_two(
    periods: tuple[tuple[str, str | None], ...], wanted: str
) -> None:
    """One day too long is an overlap, one day too short a gap."""
    assert found(versions(*periods)) == [f"{PATH}: {wanted}"]


def test_every_break_in_the_sequence_is_named() -> None:
    """A gap and an overlap in one record are told together."""
    periods = (("2020-04-01", "2020-05-01"), ("2020-06-01", "2022-01-01"), ("2021-01-01", None))
    assert found(versions(*periods)) == [
        f"{PATH}: no version from 2020-05-01 until 2020-06-01",
        f"{PATH}: versions overlap from 2021-01-01",
    ]


@pytest.mark.parametrize("end", [None, "2021-04-01"])
def test_a_version_holds_from_its_first_day_until_the_next_begins(end: str | None) -> None:
    """Half-open: the day of the change belongs to the later version, whether or not the earlier one states its end."""
    provision = read_provision(PATH, versions(("2020-04-01", end), ("2021-04-01", "2022-04-01")))
    earlier, later = provision.versions
    assert provision.on(date(2020, 3, 31)) is None
    assert provision.on(date(2020, 4, 1)) is earlier
    assert provision.on(date(2021, 3, 31)) is earlier
    assert provision.on(date(2021, 4, 1)) is later
    assert provision.on(date(2022, 3, 31)) is later
    assert provision.on(date(2022, 4, 1)) is None


def test_a_version_without_an_end_holds_for_ever() -> None:
    """Where no end is known, none is assumed."""
    assert read_provision(PATH, RECORD).on(date.max) is not None


days = st.dates(date(1990, 1, 1), date(2100, 1, 1))
words = st.text(max_size=6)
citations = st.builds(Citation, words, words, words, days)
some_versions = st.builds(
    Version, days, st.none() | days, st.none() | words, st.sampled_from(Status), citations, days, words, words
)
provisions = st.builds(
    Provision, words, st.builds(Term, words, words), words, st.lists(some_versions, max_size=3).map(tuple)
)


@given(one=provisions, other=provisions)
def test_two_provisions_share_their_bytes_only_when_they_are_equal(one: Provision, other: Provision) -> None:
    """Whatever differs, shows."""
    assert (one.bytes() == other.bytes()) == (one == other)


@given(one=provisions, other=provisions)
def test_a_change_of_any_field_changes_the_bytes(one: Provision, other: Provision) -> None:
    """Each field is taken over from another provision in turn."""
    for field in fields(Provision):
        changed: Provision = replace(one, **{field.name: getattr(other, field.name)})
        assert (changed.bytes() == one.bytes()) == (changed == one), field.name


@given(one=some_versions, other=some_versions)
def test_a_change_of_any_field_of_a_version_changes_its_bytes(one: Version, other: Version) -> None:
    """And of any field of its citation."""
    for field in fields(Version):
        changed: Version = replace(one, **{field.name: getattr(other, field.name)})
        assert (changed.bytes() == one.bytes()) == (changed == one), field.name
    for field in fields(Citation):
        cited: Citation = replace(one.citation, **{field.name: getattr(other.citation, field.name)})
        assert (replace(one, citation=cited).bytes() == one.bytes()) == (cited == one.citation), field.name


def test_text_cannot_be_moved_from_a_field_into_its_neighbour() -> None:
    """Art. 27(2) is not the article 27 with paragraph (2), in bytes, though both read alike."""
    [version] = read_provision(PATH, RECORD).versions
    joined = replace(version.citation, article="27(2)", paragraph="")
    assert joined.text == version.citation.text
    assert replace(version, citation=joined).bytes() != version.bytes()


@given(days=st.lists(days, min_size=1, max_size=5, unique=True), day=days)
def test_on_every_day_at_most_one_version_holds(days: list[date], day: date) -> None:
    """A record that loads answers each day once."""
    text = versions(*((start.isoformat(), None) for start in sorted(days)))
    provision = read_provision(PATH, text)
    holding = [version for version in provision.versions if version.holds_on(day)]
    assert len(holding) == (day >= min(days))
    assert provision.on(min(days) - timedelta(days=1)) is None
