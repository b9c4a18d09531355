"""The PDF report: archival, tagged, the same bytes for the same result, and deaf to markup in its data."""

import json
import re
from dataclasses import replace
from importlib.resources import files

import pytest
import samples
from hypothesis import given, settings
from hypothesis import strategies as st

from hikiate.kernel.figures import Figure
from hikiate.kernel.findings import Refused
from hikiate.kernel.results import Result
from hikiate.kernel.status import Status
from hikiate.kernel.wording import Language, Term
from hikiate.reports.paper import drawn, paper
from hikiate.reports.pdf import pdf

MADE = {
    "in_order": samples.in_order(),
    "in_breach": samples.in_breach(),
    "undecided": samples.undecided(),
    "empty": samples.empty(),
    "hostile": samples.hostile(),
}


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", MADE)
def test_pdf_is_archival_tagged_and_repeatable(name: str, language: Language) -> None:
    """Two runs give one and the same document, which says of itself what it is."""
    made = pdf(MADE[name], language)
    assert made == pdf(MADE[name], language)
    assert made.startswith(b"%PDF-1.7")
    described = made.decode("latin-1")
    assert re.search(r"pdfaid:part>2<", described)
    assert re.search(r"pdfaid:conformance>A<", described)
    assert re.search(r"pdfuaid:part>1<", described)
    assert f"/Lang ({language}" in described or f"<dc:language><rdf:Bag><rdf:li>{language}" in described
    assert "/JavaScript" not in described
    assert "/URI" not in described


def test_pdf_is_dated_by_the_snapshot() -> None:
    """The clock of the machine is not asked."""
    assert b"2026-11-20T" in pdf(samples.in_order(), "ja")


def test_a_result_without_a_moment_is_refused() -> None:
    """A document cannot be dated by words."""
    with pytest.raises(Refused) as refused:
        pdf(replace(samples.in_order(), as_of="yesterday\x1b"), "ja")
    (fault,) = refused.value.faults
    assert fault.code == "report.as_of_unreadable"
    assert "yesterday[U+001B]" in fault.ja.found


def test_a_moment_without_offset_is_taken_as_it_stands() -> None:
    """An older result may be dated without an offset."""
    assert pdf(replace(samples.empty(), as_of="2026-11-20T12:00:00"), "en").startswith(b"%PDF")


def test_data_reach_the_page_as_text() -> None:
    """The template sets strings as text and evaluates nothing that comes from the data."""
    template = files("hikiate.reports").joinpath("report.typ").read_text(encoding="utf-8")
    assert "eval(" not in template
    assert "mode:" not in template
    content = paper(samples.hostile(), "en")
    assert "#panic() [*x*] [U+001B][2J [U+202E] [U+1F600] $a$ @label <label>" in json.dumps(content, ensure_ascii=False)


def test_every_number_of_the_pages_leads_to_a_figure_of_the_appendix() -> None:
    """A link without a target would stop the typesetter; a number without a link would stop the reader."""
    content = json.dumps(paper(samples.in_breach(), "ja"), ensure_ascii=False)
    links = set(re.findall(r'"link": "([^"]+)"', content))
    targets = set(re.findall(r'"id": "([^"]+)"', content))
    assert links <= targets == set(samples.in_breach().figures)
    assert {"reserve.required", "segregation.SOL.cold", "fiat.difference", "segregation.hot_fraction"} <= links


def test_long_amounts_are_spread_over_several_tables() -> None:
    """Numbers of forty digits do not run off the page."""
    result = samples.in_order()
    long = {
        name: replace(figure, value="1" * 39 + ".5") if name.startswith("segregation.BTC.") else figure
        for name, figure in result.figures.items()
    }
    few = paper(result, "en")["sections"]
    many = paper(replace(result, figures=long), "en")["sections"]
    assert isinstance(few, list)
    assert isinstance(many, list)
    assert len(many[2]["tables"]) > len(few[2]["tables"])


def test_the_font_draws_every_character_that_is_let_through() -> None:
    """JIS X 0213 and the Latin signs all have a shape, which an archival PDF demands."""
    letters = [chr(code) for code in range(0x20, 0x30000) if not 0xD800 <= code < 0xE000]
    shown = "".join(letter for letter in letters if drawn(letter) == letter)
    assert len(shown) > 14_000
    assert drawn("\U0001f600") == "[U+1F600]"
    chunks = {f"x{start}": shown[start : start + 2000] for start in range(0, len(shown), 2000)}
    figures = {name: Figure(name, "1", "JPY", Status.INPUT, Term(text, text), "c") for name, text in chunks.items()}
    assert pdf(Result("x", samples.AS_OF, "0", "0", (), figures, ()), "ja").startswith(b"%PDF")


@settings(max_examples=25)
@given(st.text(), st.text(min_size=1), st.text())
def test_any_name_can_be_printed(exchange: str, name: str, value: str) -> None:
    """Whatever the pack calls things, there is a PDF."""
    figures = {name: Figure(name, value, name, Status.INPUT, Term(exchange, value), value, (name, exchange))}
    assert pdf(Result(exchange, samples.AS_OF, value, name, (), figures, ()), "en").startswith(b"%PDF")
