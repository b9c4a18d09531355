"""Leaflets: the comparison and the impact as document, text, page and paper, in both languages."""

import json
import re
from datetime import date, datetime
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest

from hikiate.facts.pack import read_pack
from hikiate.facts.population.records import records
from hikiate.kernel.wording import Language
from hikiate.operations.compare import compare
from hikiate.operations.impact import impact
from hikiate.reports.bands import BandRow, bands
from hikiate.reports.comparison import comparison_document, comparison_leaflet
from hikiate.reports.impact import impact_document, impact_leaflet
from hikiate.reports.leaflet import Cell, Chapter, Leaflet, Picture, Table, leaflet_text
from hikiate.reports.leaflet_page import leaflet_html
from hikiate.reports.leaflet_paper import leaflet_pdf
from hikiate.rules.compared.answers import Comparison
from hikiate.rules.impact.outcomes import Impact
from hikiate.storage.lawbooks import library
from hikiate.storage.packs import open_pack

PACK = Path(__file__).resolve().parents[1] / "cli" / "packs" / "in_breach"
LAW = library()
HAN_OR_KANA = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
LANGUAGES: list[Language] = ["en", "ja"]


@cache
def comparison() -> Comparison:
    """The pack in breach under every rulebook."""
    return compare(read_pack(open_pack(PACK)), list(LAW.rulebooks.values()))


@cache
def study() -> Impact:
    """A small impact study."""
    return impact(records(), LAW, "jp-2026-reported", day=date(2026, 11, 26), exchanges=6, draws=20, seed=1)


def leaflet(name: str, language: Language) -> Leaflet:
    """One of the two leaflets."""
    if name == "comparison":
        return comparison_leaflet(comparison(), language)
    return impact_leaflet(study(), language)


class _Tags(HTMLParser):
    """Notes the elements, and whether each that is opened is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        assert not any(name.startswith("on") for name, _ in attrs)
        if tag not in {"br", "meta", "link", "hr"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["comparison", "impact"])
def test_a_page_stands_alone_and_is_well_formed(name: str, language: Language) -> None:
    """No script, nothing loaded, every element closed; the language is declared."""
    page = leaflet_html(leaflet(name, language))
    tags = _Tags()
    tags.feed(page)
    assert tags.open == []
    assert "script" not in tags.seen
    assert ("svg" in tags.seen) == (name == "impact")
    assert f'<html lang="{language}">' in page
    assert not re.findall(r'(?:src|href)="(?!data:,|#)', page)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["comparison", "impact"])
def test_a_paper_is_an_archival_pdf_and_the_same_twice(name: str, language: Language) -> None:
    """PDF/A-2a with its words in the language of the leaflet."""
    first = leaflet_pdf(leaflet(name, language))
    assert first.startswith(b"%PDF-")
    assert b"pdfaid" in first
    assert first == leaflet_pdf(leaflet(name, language))


def test_the_text_has_a_line_for_every_rulebook_and_why_they_differ() -> None:
    """In both languages; the wide table lines up."""
    for language in LANGUAGES:
        text = leaflet_text(leaflet("comparison", language))
        for name in LAW.rulebooks:
            assert len(re.findall(rf"^{name}\s", text, re.MULTILINE)) >= 2, name
        assert ("Aggregate or per asset" in text) == (language == "en")


@pytest.mark.parametrize("name", ["comparison", "impact"])
def test_english_words_hold_no_japanese(name: str) -> None:
    """But for the product's name, the exchange's own and citations."""
    whole = leaflet(name, "en")
    said = [*whole.lead, *(words for chapter in whole.chapters for words in (chapter.title, *chapter.paragraphs))]
    for chapter in whole.chapters:
        for part in chapter.parts:
            if isinstance(part, Table):
                said += [*part.heads, part.title]
    assert [words for words in said if HAN_OR_KANA.search(words)] == []
    assert any(HAN_OR_KANA.search(words) for words in leaflet(name, "ja").lead)


def test_the_document_of_a_comparison_is_the_contract() -> None:
    """Each row with these keys; amounts are decimal text; the Japanese words stand under `ja`."""
    document = comparison_document(comparison())
    assert document["schema"] == "hikiate/compare/1"
    assert json.loads(json.dumps(document)) == document
    wanted = {"rulebook", "status", "required", "form", "insurance", "short", "repair", "findings"}
    for row in document["rows"]:
        assert wanted <= set(row)
        assert set(row["required"]) == {"value", "unit"}
        assert row["required"]["value"] is None or re.fullmatch(r"[0-9]+(\.[0-9]*[1-9])?", row["required"]["value"])
        assert HAN_OR_KANA.search(row["ja"]["form"])
    assert {difference["key"] for difference in document["differences"]} >= {"basis", "status"}


def test_a_comparison_of_one_rulebook_has_no_spread_and_still_reads() -> None:
    """Neither in the document nor in the lead."""
    alone = compare(read_pack(open_pack(PACK)), LAW.choose(["jp-2026-law"]))
    assert comparison_document(alone)["spread"] is None
    for language in LANGUAGES:
        assert len(comparison_leaflet(alone, language).lead) == 2


def test_the_document_of_the_impact_holds_every_scenario_and_says_what_it_is() -> None:
    """Bands in whole yen as text, every assumption, every source, and that all of it is an assumption."""
    document = impact_document(study())
    assert document["status"] == "assumption"
    assert document["rulebook"]["status"] == "reported"
    assert document["scenarios"][0]["name"] == "today"
    for scenario in document["scenarios"]:
        assert set(scenario["required"]) == {"p05", "p50", "p95"}
        assert scenario["ja"]["assumes"]
    assert set(document["assumptions"]) == set(records().assumptions)
    assert all(entry["source"] for entry in document["statistics"].values())
    assert json.loads(json.dumps(document)) == document


def test_a_band_is_drawn_to_scale() -> None:
    """The widest ends at the edge, the mark stands in the middle of the band, nothing is cut, and names are escaped."""
    drawing = bands([BandRow("a < b", 0, 50, 100, "50"), BandRow("c", 100, 100, 100, "100")])
    rectangles = re.findall(r'<rect x="(\d+)" y="\d+" width="(\d+)"', drawing)
    assert rectangles == [("0", "600"), ("298", "4"), ("598", "2"), ("596", "4")]
    assert "a &lt; b" in drawing
    assert bands([BandRow("none", 0, 0, 0, "0")]).startswith("<svg")


def test_words_from_outside_are_words_and_no_markup() -> None:
    """An exchange named like a tag, with a sign that moves the cursor."""
    hostile = "<script>\x1b[2J#let"
    table = Table("", (hostile,), (False,), ((Cell(hostile),),), (1,), note=hostile)
    chapter = Chapter(hostile, (hostile,), (table, Picture("", "<svg></svg>", hostile)))
    made = Leaflet("en", "p", hostile, hostile, (hostile,), (chapter,), (hostile,), study_moment())
    page = leaflet_html(made)
    assert "<script>" not in page
    assert "\x1b" not in page
    assert "\x1b" not in leaflet_text(made)
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"></svg>'
    drawn = Chapter(hostile, (hostile,), (table, Picture("t", svg, "x")))
    assert leaflet_pdf(Leaflet("en", "p", hostile, hostile, (hostile,), (drawn,), (hostile,), study_moment()))


def study_moment() -> datetime:
    """A moment with an offset."""
    return leaflet("impact", "en").moment
