"""Overlays: a user's changes to rulebooks, each with its own status and reason, from a day on or for every day."""

from datetime import date

import pytest

from hikiate.kernel.findings import Refused
from hikiate.kernel.status import Status
from hikiate.law.overlays import overlaid
from hikiate.law.provisions import Citation
from hikiate.law.rulebooks import Library, read_library

WHERE = "mine.toml"
RATE = """
title = { en = "Rate", ja = "率" }
unit = "ratio"
[[version]]
in_force_from = 2020-04-01
value = "0.02"
status = "reported"
citation = { law = "Report", promulgated_on = 2020-03-01 }
verified_on = 2026-11-22
source = "a newspaper"
[[version]]
in_force_from = 2024-04-01
in_force_until = 2028-04-01
value = "0.03"
status = "reported"
citation = { law = "Report", promulgated_on = 2020-03-01 }
verified_on = 2026-11-22
source = "a newspaper"
"""
BOOK = """
name = "NAME"
title = { en = "Plan", ja = "案" }
summary = { en = "A plan", ja = "一つの案" }
jurisdiction = "JP"
headline = "rate"
answers = ["reserve"]
duties = ["reserve_by_rate"]
[provisions]
rate = "jp/rate"
"""
HEAD = 'name = "mine"\nwritten_on = 2026-11-20\n'
CHANGE = """
[[change]]
rulebook = "plan"
provision = "rate"
value = "0.05"
status = "assumption"
reason = "what if"
"""


def library() -> Library:
    """Two rulebooks that read the same provision."""
    return read_library({"jp/rate": RATE}, {name: BOOK.replace("NAME", name) for name in ("plan", "other")})


def from_day(day: str, **changed: str) -> str:
    """The change from a day on."""
    text = CHANGE + f"in_force_from = {day}\n"
    for was, becomes in changed.items():
        text = text.replace({"value": "0.05", "status": "assumption"}[was], becomes)
    return text


def found(text: str) -> list[str]:
    """What is said of an overlay that is refused, place and finding together."""
    with pytest.raises(Refused) as refused:
        overlaid(library(), WHERE, text)
    assert {fault.code for fault in refused.value.faults} == {"law.malformed"}
    return [f"{fault.where}: {fault.en.found}" for fault in refused.value.faults]


def values(laws: Library, *days: str) -> list[str | None]:
    """The rate of the plan on these days; "none" where there is no law."""
    on = [laws.rulebooks["plan"].provisions["rate"].on(date.fromisoformat(day)) for day in days]
    return ["none" if version is None else version.value for version in on]


def test_a_change_without_a_day_holds_for_every_day() -> None:
    """Also before the provision was law and after it had ended."""
    changed = overlaid(library(), WHERE, HEAD + CHANGE)
    assert values(changed, "0001-01-01", "2020-03-31", "2024-04-01", "9999-12-31") == ["0.05"] * 4


def test_a_change_from_a_day_leaves_the_days_before_alone() -> None:
    """The version that held on that day ends there; later ones give way, and the change has no end."""
    changed = overlaid(library(), WHERE, HEAD + from_day("2025-01-01"))
    days = ("2020-03-31", "2020-04-01", "2024-03-31", "2024-04-01", "2024-12-31", "2025-01-01", "2028-04-01")
    assert values(changed, *days) == ["none", "0.02", "0.02", "0.03", "0.03", "0.05", "0.05"]
    before = library().rulebooks["plan"].provisions["rate"].versions
    cut = changed.rulebooks["plan"].provisions["rate"].versions
    assert cut[0] == before[0]
    assert cut[1].in_force_until == date(2025, 1, 1)


def test_a_change_after_the_end_of_law_leaves_the_days_between_without_law() -> None:
    """An end that stands is not moved, and nothing is guessed for the days after it."""
    changed = overlaid(library(), WHERE, HEAD + from_day("2029-01-01"))
    assert values(changed, "2028-03-31", "2028-04-01", "2028-12-31", "2029-01-01") == ["0.03", "none", "none", "0.05"]


def test_a_change_from_the_day_of_a_version_takes_its_place() -> None:
    """No version is left without a day."""
    changed = overlaid(library(), WHERE, HEAD + from_day("2024-04-01"))
    assert len(changed.rulebooks["plan"].provisions["rate"].versions) == 2
    assert values(changed, "2024-03-31", "2024-04-01") == ["0.02", "0.05"]


def test_a_change_says_whose_it_is_and_moves_the_status() -> None:
    """Where no law is cited, the overlay is; its reason stands in the note."""
    changed = overlaid(library(), WHERE, HEAD + CHANGE).rulebooks["plan"]
    [version] = changed.provisions["rate"].versions
    assert version.citation == Citation("overlay mine", "", "", date(2026, 11, 20))
    assert (version.source, version.note, version.verified_on) == ("overlay mine", "what if", date(2026, 11, 20))
    assert changed.overlays == ("mine",)
    assert changed.on(date(2024, 1, 1)).status is Status.ASSUMPTION


def test_law_that_is_enacted_enters_with_its_citation() -> None:
    """On the day the Order is published, its number stands with article and day of promulgation."""
    cited = 'citation = { law = "Order", article = "9", paragraph = "(1)", promulgated_on = 2026-11-19 }\n'
    text = HEAD + from_day("2027-04-01", status="enacted") + cited
    edition = overlaid(library(), WHERE, text).rulebooks["plan"].on(date(2027, 4, 1))
    assert edition["rate"].citation == Citation("Order", "9", "(1)", date(2026, 11, 19))
    assert edition.status is Status.ENACTED


def test_a_provision_can_be_made_undecided() -> None:
    """A firm that doubts a number can ask for no number."""
    text = HEAD + CHANGE.replace('value = "0.05"\n', "").replace("assumption", "undecided")
    edition = overlaid(library(), WHERE, text).rulebooks["plan"].on(date(2024, 1, 1))
    assert edition["rate"].value is None
    assert edition.status is Status.UNDECIDED


def test_only_the_rulebook_that_is_named_changes() -> None:
    """Another rulebook that reads the same provision, and the library's own record, stay as they were."""
    before = library()
    changed = overlaid(before, WHERE, HEAD + CHANGE)
    assert changed.rulebooks["other"] == before.rulebooks["other"]
    assert changed.provisions == before.provisions == library().provisions
    assert changed.rulebooks["plan"].digest != before.rulebooks["plan"].digest
    assert changed.rulebooks["other"].digest == before.rulebooks["other"].digest


def test_overlays_are_laid_one_over_the_other() -> None:
    """A later one cuts the earlier where it begins, and both are named in the order they were laid."""
    first = overlaid(library(), WHERE, HEAD + CHANGE)
    second = overlaid(first, "yours.toml", HEAD.replace("mine", "yours") + from_day("2025-01-01", value="0.07"))
    assert values(second, "2024-12-31", "2025-01-01") == ["0.05", "0.07"]
    assert second.rulebooks["plan"].overlays == ("mine", "yours")
    swapped = overlaid(library(), "yours.toml", HEAD.replace("mine", "yours") + from_day("2025-01-01", value="0.07"))
    swapped = overlaid(swapped, WHERE, HEAD + CHANGE)
    assert values(swapped, "2024-12-31", "2025-01-01") == ["0.05", "0.05"]
    digests = {laws.rulebooks["plan"].digest for laws in (library(), first, second, swapped)}
    assert len(digests) == 4


def test_changes_of_one_provision_follow_their_days_however_they_are_listed() -> None:
    """A step up each year reads the same forwards and backwards."""
    steps = [CHANGE, from_day("2026-04-01", value="0.06"), from_day("2027-04-01", value="0.07")]
    days = ("2026-03-31", "2026-04-01", "2027-03-31", "2027-04-01")
    for order in (steps, steps[::-1]):
        changed = overlaid(library(), WHERE, HEAD + "".join(order))
        assert values(changed, *days) == ["0.05", "0.06", "0.06", "0.07"]
        assert changed.rulebooks["plan"].overlays == ("mine",)


def test_two_changes_of_a_provision_from_one_day_are_refused() -> None:
    """Neither is taken in silence."""
    text = HEAD + from_day("2026-04-01") + CHANGE + from_day("2026-04-01", value="0.06") + CHANGE
    assert found(text) == [
        f"{WHERE} change 3: a second change of rate from the same day",
        f"{WHERE} change 4: a second change of rate from the same day",
    ]


@pytest.mark.parametrize(
    ("was", "becomes", "wanted"),
    [
        ('name = "mine"', 'name = "mine"\nauthor = "x"', ": unknown key author"),
        ('name = "mine"\n', "", ": no name"),
        ('name = "mine"', 'name = ""', ": no name"),
        ("written_on = 2026-11-20\n", "", ": no written_on"),
        ("2026-11-20", "2026-11-20T09:00:00+09:00", ": no written_on"),
        (CHANGE, "", ": no [[change]]"),
        (CHANGE, "change = []", ": no [[change]]"),
        (CHANGE, "change = [1]", " change 1: 1"),
        ('reason = "what if"', 'reason = "what if"\nwhy = 1', " change 1: unknown key why"),
        ('reason = "what if"', "", " change 1: no reason"),
        ('reason = "what if"', 'reason = " "', " change 1: no reason"),
        ('reason = "what if"', "reason = 1", " change 1: no reason"),
        ('rulebook = "plan"', 'rulebook = "plam"', " change 1: rulebook 'plam'"),
        ('rulebook = "plan"', 'rulebook = ["plan"]', " change 1: rulebook ['plan']"),
        ('rulebook = "plan"\n', "", " change 1: rulebook None"),
        ('provision = "rate"', 'provision = "floor"', " change 1: provision 'floor'"),
        ('provision = "rate"', "provision = [1]", " change 1: provision [1]"),
        ('"assumption"', '"enacted"', " change 1: no citation"),
        ('"assumption"', '"proposed"', " change 1: no citation"),
        ('"assumption"', '"input"', " change 1: status 'input'"),
        ('"assumption"', '["enacted"]', " change 1: status ['enacted']"),
        ('"0.05"', "0.05", " change 1: value 0.05"),
        ('"0.05"', '"5%"', " change 1: value '5%'"),
        ('"0.05"', '"0.05"\nin_force_from = "2027"', " change 1: in_force_from is '2027'"),
        ('"0.05"', '"0.05"\ncitation = { law = "x" }', " change 1: no citation"),
    ],
)
def test_an_overlay_with_one_defect_is_refused_for_that_defect_alone(was: str, becomes: str, wanted: str) -> None:
    """The place names the file and the change."""
    text = HEAD + CHANGE
    assert text.count(was) == 1
    assert found(text.replace(was, becomes)) == [WHERE + wanted]


def test_an_enacted_change_names_its_article() -> None:
    """A law without an article cannot be looked up."""
    text = HEAD + CHANGE.replace("assumption", "enacted") + 'citation = { law = "Order", promulgated_on = 2026-11-19 }'
    assert found(text) == [f"{WHERE} change 1: an enacted version without its article"]


def test_an_overlay_that_is_no_toml_is_refused_by_name() -> None:
    """The reader's reason says in which line it stopped."""
    [fault] = found("name = ")
    assert fault.startswith(f"{WHERE}: no TOML: ")


def test_all_defects_of_an_overlay_are_named_together() -> None:
    """Of the file and of every change; an unknown rulebook does not hide an unknown key beside it."""
    text = "author = 1\n" + CHANGE.replace('"plan"', '"x"') + "why = 1\n" + CHANGE.replace('"rate"', '"x"') + CHANGE
    assert found(text.replace('reason = "what if"', "")) == [
        f"{WHERE}: unknown key author",
        f"{WHERE}: no name",
        f"{WHERE}: no written_on",
        f"{WHERE} change 1: unknown key why",
        f"{WHERE} change 1: rulebook 'x'",
        f"{WHERE} change 2: provision 'x'",
        f"{WHERE} change 3: no reason",
    ]


ENACTED = RATE.replace('"reported"', '"enacted"').replace('law = "Report"', 'law = "Order", article = "7"')


def of_law(text: str, law: str = ENACTED, key: str = "rate") -> list[str]:
    """What is said of an overlay over enacted law, where it is refused; nothing where it is laid."""
    book = BOOK.replace("NAME", "plan").replace('headline = "rate"', f'headline = "{key}"')
    laws = read_library({"jp/rate": law}, {"plan": book.replace('rate = "jp/rate"', f'{key} = "jp/rate"')})
    text = text.replace('provision = "rate"', f'provision = "{key}"')
    try:
        overlaid(laws, WHERE, HEAD + text)
    except Refused as refused:
        return [f"{fault.where}: {fault.en.found}" for fault in refused.faults]
    return []


def test_an_enacted_value_is_lowered_by_law_alone() -> None:
    """0.02 and 0.03 stand enacted: 0.019 would make a duty look lighter than it is; as much, or more, may be tried."""
    lowered = [f"{WHERE} change 1: 0.019 lowers an enacted value"]
    assert of_law(CHANGE.replace("0.05", "0.019")) == lowered
    assert of_law(from_day("2024-04-01").replace("0.05", "0.02")) == [f"{WHERE} change 1: 0.02 lowers an enacted value"]
    assert of_law(from_day("2028-04-01").replace("0.05", "0.001")) == []
    assert of_law(CHANGE.replace("0.05", "0.03")) == []
    assert of_law(CHANGE.replace("0.05", "off")) == [f"{WHERE} change 1: off in place of an enacted value"]
    cited = 'citation = { law = "Order", article = "7", promulgated_on = 2026-11-19 }\n'
    assert of_law(CHANGE.replace("0.05", "0.001").replace("assumption", "enacted") + cited) == []
    assert of_law(CHANGE.replace('value = "0.05"\n', "").replace("assumption", "undecided")) == []


@pytest.mark.parametrize(
    ("key", "unit", "stands", "lighter", "heavier"),
    [
        ("hot_fraction_max", "ratio", "0.05", ("0.06", "off"), ("0.04", "0.05")),
        ("repair_days", "business_days", "5", ("6", "off"), ("4",)),
        ("notice_days_min", "days", "90", ("89", "off"), ("91",)),
        ("cap", "JPY", "100", ("99",), ("101", "off")),
        ("cap", "JPY", "off", ("100",), ("off",)),
        ("floor", "JPY", "off", (), ("100", "off")),
        ("keepers", "switch", "on", ("off",), ("on",)),
        ("insurance_offset", "switch", "off", ("on",), ("off",)),
        ("insurance_offset", "switch", "on", (), ("off",)),
        ("start", "day", "2027-07-22", (), ("2027-06-01", "2028-01-01")),
    ],
)
def test_what_is_lighter_depends_on_what_the_number_is(
    key: str, unit: str, stands: str, lighter: tuple[str, ...], heavier: tuple[str, ...]
) -> None:
    """A limit and a time are loosened by more of them, a cap is lowered by less, and a permission is no duty."""
    law = ENACTED.replace('"ratio"', f'"{unit}"').replace('"0.02"', f'"{stands}"').replace('"0.03"', f'"{stands}"')
    for value, faults in (*((value, 1) for value in lighter), *((value, 0) for value in heavier)):
        assert len(of_law(CHANGE.replace("0.05", value), law, key)) == faults, value


def test_a_reported_value_may_be_lowered() -> None:
    """It is no law that could be made to look lighter."""
    assert values(overlaid(library(), WHERE, HEAD + CHANGE.replace("0.05", "0.001")), "2024-01-01") == ["0.001"]


def test_an_article_that_the_rulebook_does_not_know_is_refused() -> None:
    """Of a law that the rulebook cites; an instrument that is new stands by its own name."""
    law = CHANGE.replace("assumption", "enacted")
    cited = 'citation = { law = "LAW", article = "ARTICLE", promulgated_on = 2026-11-19 }\n'
    wrong = cited.replace("LAW", "Order").replace("ARTICLE", "99")
    assert of_law(law + wrong) == [f"{WHERE} change 1: Order Art. 99, which plan does not know"]
    assert of_law(law + cited.replace("LAW", "Order").replace("ARTICLE", "7")) == []
    assert of_law(law + cited.replace("LAW", "Order of 2027").replace("ARTICLE", "99")) == []


def test_a_day_before_the_first_version_is_refused() -> None:
    """There was no law to change; a change of every day says so by naming none."""
    assert of_law(from_day("2020-03-31")) == [f"{WHERE} change 1: from 2020-03-31, before the first version"]
    assert of_law(from_day("2020-04-01")) == []


def test_a_word_is_neither_lower_nor_higher() -> None:
    """Names and switches have no order."""
    names = ENACTED.replace('"ratio"', '"names"').replace('"0.02"', '"spot"').replace('"0.03"', '"spot, margin"')
    laws = read_library({"jp/rate": names}, {"plan": BOOK.replace("NAME", "plan")})
    changed = overlaid(laws, WHERE, HEAD + CHANGE.replace("0.05", "margin"))
    assert values(changed, "2024-01-01") == ["margin"]
