"""The text report: verdict first, columns that line up, nothing from outside that could steer a terminal."""

import unicodedata
from dataclasses import replace

import pytest
import samples
import snapshot

from hikiate.kernel.wording import Language
from hikiate.reports.columns import aligned, padded, width, wrapped
from hikiate.reports.explanation import explanation
from hikiate.reports.html import html
from hikiate.reports.text import text

MADE = {
    "in_order": samples.in_order,
    "in_breach": samples.in_breach,
    "undecided": samples.undecided,
    "empty": samples.empty,
    "hostile": samples.hostile,
}


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", MADE)
def test_text_is_as_last_reviewed(name: str, language: Language) -> None:
    """The whole text of every sample, in both languages."""
    snapshot.matches(f"{name}.{language}.txt", text(MADE[name](), language))


@pytest.mark.parametrize(
    ("language", "words"),
    [("ja", ["違反あり", "2026-11-24（火）", "20,000,000,000", "200億円"]), ("en", ["In breach", "2026-11-24 (Tue)"])],
)
def test_verdict_and_next_deadline_come_before_everything_else(language: Language, words: list[str]) -> None:
    """The first dozen lines answer the morning's questions."""
    opening = "\n".join(text(samples.in_breach(), language).splitlines()[:14])
    assert [word for word in words if word not in opening] == []


def test_findings_stand_by_gravity_then_by_due_day() -> None:
    """Breaches first, the one due first on top; one without a day after those with one."""
    lines = text(samples.in_breach(), "en").splitlines()
    codes = [line.split("] ")[1].split()[0] for line in lines if line[:1].isdigit() and ". [" in line]
    assert codes == [
        "segregation.hot_excess",
        "fiat.short",
        "segregation.short",
        "segregation.guarantee_short",
        "reserve.short",
        "insurance.lapsed",
        "provider.unregistered",
        "recon.aged",
    ]


def test_a_verdict_without_a_requirement_is_held_back() -> None:
    """Nothing found is not the same as everything examined."""
    for sample in (samples.undecided(), samples.empty()):
        assert "[ ?? ]" in text(sample, "en")
        assert "確認できた範囲で適合" in text(sample, "ja")
    assert "[ OK ] 適合" in text(samples.in_order(), "ja")


def test_no_control_or_direction_character_reaches_the_terminal() -> None:
    """Names with escape codes come out as text that can be read."""
    said = text(samples.hostile(), "ja")
    categories = {unicodedata.category(character) for character in said if character != "\n"}
    assert not categories & {"Cc", "Cf", "Cs"}
    assert "[U+001B]" in said


def test_columns_line_up_whatever_the_script() -> None:
    """Every row of a table ends its numbers in the same place of the terminal."""
    rows = [("必要額", "1,234", "円"), ("BTC", "9", "x"), ("ｶﾞ", "12", "円")]
    lines = aligned(rows, ("left", "right", "left"))
    assert [width(line[: line.index(row[1])] + row[1]) for line, row in zip(lines, rows, strict=True)] == [13, 13, 13]


def test_width_counts_places_of_a_terminal() -> None:
    """Full-width two, half-width one, a combining mark none."""
    assert [width(text) for text in ("円", "ｴ", "A", "か\u3099", "")] == [2, 1, 1, 2, 0]
    assert padded("円", 4, "right") == "  円"


def test_wrapped_lines_fit_and_keep_every_character() -> None:
    """Japanese breaks anywhere but before a full stop; words stay whole."""
    said = "責任準備金が不足しています。Repair it by 2026-11-24、または追加してください。"
    lines = wrapped(said, 20, "  ")
    assert all(width(line) <= 22 for line in lines)
    assert "".join(lines).replace(" ", "") == said.replace(" ", "")
    assert not any(line.strip()[0] in "。、" for line in lines)


def test_sixty_assets_and_five_hundred_findings_are_all_said() -> None:
    """Nothing is cut off on a bad day."""
    lines = text(samples.large(), "en").splitlines()
    rows = [line.split()[0] for line in lines if line.startswith("COIN")]
    assert {rows.count(f"COIN{number:02d}") for number in range(60)} == {3}
    assert max(width(line) for line in lines) <= 100
    assert any(line.startswith("500. [Warning]") for line in lines)


def test_other_shapes_of_a_result_are_said_too() -> None:
    """A total that differs from its parts, more deadlines than the page lists, an order that asks for a provision."""
    large = samples.large()
    published = replace(samples.in_breach().figures["published.BTC.difference"], value="-0.5")
    figures = {
        **{name: figure for name, figure in large.figures.items() if name != "reserve.required"},
        "reserve.provision": replace(large.figures["reserve.required"], name="reserve.provision", citation=""),
        "published.BTC.difference": published,
    }
    result = replace(large, figures=figures, as_of="soon")
    said = text(result, "en")
    assert "and 498 more" in said
    assert "Provision for the year" in said
    assert any(line.split() == ["BTC", "differs", "-0.5"] for line in said.splitlines())
    assert "and 492 more" in html(result, "en")
    assert "Published totals against the sum of their parts" in html(result, "en")
    assert "Citation" not in explanation(result, "reserve.provision", "en").splitlines()[2]


def test_pictures_are_left_out_where_their_figures_make_none() -> None:
    """Nothing is drawn of a requirement and a hot share of zero, nor of an unlike pair."""
    result = samples.in_order()
    for value, unit in (("0", "JPY"), ("-1", "JPY"), ("1", "USD")):
        zero = {
            name: replace(figure, value=value, unit=unit)
            if name in {"reserve.required", "reserve.held"}
            else replace(figure, value="0")
            if "hot_fraction" in name
            else figure
            for name, figure in result.figures.items()
        }
        zero["reserve.held"] = replace(zero["reserve.held"], unit="JPY")
        assert "<svg" not in html(replace(result, figures=zero), "ja")
    assert html(result, "ja").count("<svg") == 2
