"""The board paper: whole in both languages and three forms; hostile names do no harm, broken results refuse."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from hikiate.facts.exchange import read_exchange
from hikiate.facts.pack import Pack
from hikiate.facts.policies import read_policies
from hikiate.facts.tables import Holding, Movement, Price, Volume
from hikiate.kernel.findings import Refused
from hikiate.kernel.results import STRESS_SCHEMA, Result, document, document_text, result
from hikiate.kernel.wording import Language
from hikiate.operations.close import close
from hikiate.operations.mix import Asked, mix
from hikiate.operations.stress import stress
from hikiate.reports.board import page, paper, text
from hikiate.reports.board.briefing import board
from hikiate.reports.board.pictures import columns, curves, scatter, stacks
from hikiate.risk.simulation import Run
from hikiate.storage.lawbooks import library

DAY = date(2026, 9, 18)
HOSTILE = "<b>Kura</b> & {co}"
EXCHANGE = """
name = "Aoba <script>alert(1)</script> #import"
registration = "1"
jurisdiction = "JP"
reporting_currency = "JPY"
fiscal_year_start = "04-01"
snapshot_at = "2026-09-18T23:59:59+09:00"
rulebooks = []
[assets.JPY]
scale = 0
kind = "fiat"
[assets.BTC]
scale = 8
kind = "crypto"
"""
POLICY = """
[[policy]]
id = "P-1"
insurer = "Kaijo"
third_party = true
perils = ["theft"]
tiers = ["hot", "cold"]
limit = "5000000000"
starts = 2026-04-01
ends = 2027-04-01
notice_days = 90
waiting_days = 30
premium = "100000000"
"""


def _pack() -> Pack:
    at = read_exchange(EXCHANGE)
    return Pack(
        exchange=at,
        digest="0" * 64,
        files={},
        holdings=(
            Holding(2, "a", "BTC", 6_000 * 10**8, "customer", "cold", HOSTILE, None, None),
            Holding(3, "b", "BTC", 400 * 10**8, "customer", "hot", "self", None, None),
            Holding(4, "f", "JPY", 10**10, "reserve", "bank", "bank", None, None),
        ),
        prices=(Price(2, DAY, "BTC", "JPY", Fraction(10_000_000), "s"),),
        volumes=(Volume(2, date(2026, 4, 1), "spot", 10**12),),
        reserve=(Movement(2, date(2026, 5, 1), "provision", "JPY", 10**10, None, None),),
        policies=read_policies(POLICY, at),
    )


@cache
def _stressed() -> Result:
    whole, books = _pack(), library().choose(["jp-2026-reported"])
    with ThreadPoolExecutor(2) as pool:
        return stress(whole, close(whole, books), {}, Run(20_000, 1, pool, 2))


@cache
def _mixed() -> Result:
    whole, books = _pack(), library().choose(["jp-2026-reported"])
    with ThreadPoolExecutor(2) as pool:
        return mix(whole, close(whole, books), books, {}, Asked(None, None, None, Run(20_000, 1, pool, 2)))


RESULTS = {"stress": _stressed, "mix": _mixed}
BOTH = [(name, language) for name in RESULTS for language in ("ja", "en")]


@pytest.mark.parametrize(("name", "language"), BOTH)
def test_text_page_and_paper_say_the_same(name: str, language: Language) -> None:
    """Every answer and every title stands in the text and on the page; the paper is archival and repeatable."""
    found = RESULTS[name]()
    content = board(found, language)
    shown = text.text(found, language)
    whole = page.html(found, language)
    for answer in content.answers:
        assert answer in shown
        assert answer.replace("&", "&amp;") in whole
    for section in content.sections:
        assert section.title in shown
        assert section.title in whole
    made = paper.pdf(found, language)
    assert made == paper.pdf(found, language)
    assert made.startswith(b"%PDF-1.7")
    assert re.search(r"pdfaid:part>2<", made.decode("latin-1"))


@pytest.mark.parametrize(("name", "language"), BOTH)
def test_a_hostile_name_is_text(name: str, language: Language) -> None:
    """No markup of a name reaches the page, and pictures are sound XML that names what it shows."""
    whole = page.html(RESULTS[name](), language)
    assert "<script" not in whole
    assert "<b>Kura" not in whole
    for section in board(RESULTS[name](), language).sections:
        for picture in section.pictures:
            root = ET.fromstring(picture.svg)  # noqa: S314 - our own drawing, to see that it is sound
            assert root.get("aria-label") == picture.alt


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_paper_is_worded_in_one_language(language: Language) -> None:
    """No Japanese in the English sentences, and none but names in Latin letters in the Japanese titles."""
    for found in (_stressed(), _mixed()):
        for section in board(found, language).sections:
            has_han = any("\u3040" <= letter <= "\u9fff" for letter in section.title)
            assert has_han == (language == "ja"), section.title


def _broken(key: str, value: object) -> Result:
    plain = json.loads(document_text(document(_stressed())))
    plain[key] = value
    return result(plain, STRESS_SCHEMA)


@pytest.mark.parametrize(
    ("key", "value"),
    [("curve", [["x"]]), ("scenarios", [{}]), ("fit", 3), ("backtest", [{"year": 2018}]), ("layers", ["gone"])],
)
def test_a_result_that_was_changed_is_refused_in_words(key: str, value: object) -> None:
    """A hand in the file ends in a fault and never in a stack trace."""
    with pytest.raises(Refused) as refused:
        board(_broken(key, value), "en")
    assert [fault.code for fault in refused.value.faults] == ["input.unreadable"]


def test_a_quiet_exchange_has_a_paper_too() -> None:
    """No loss, no curve, no finding: the pictures are blank and the sentences still true."""
    found = _stressed()
    quiet: dict[str, Any] = {
        **found.annex,
        "curve": [],
        "scenarios": [],
        "fit": {"losses": 0, "body": [], "tail": [], "by_year": {}},
    }
    figures = {
        name: replace(figure, value="0") if name.endswith("shortfall_probability") else figure
        for name, figure in found.figures.items()
        if not name.startswith("risk.compensation")
    }
    content = board(replace(found, annex=quiet, figures=figures, findings=()), "en")
    assert "never in the simulated years" in content.answers[0]
    assert content.sections[-1].title == "If risk counted"


def test_pictures_of_little_are_drawn() -> None:
    """One point, one bar, numbers of any size."""
    one = curves([("a", [(0.01, 5.0)])], "x", "y", "alt", "below")
    assert "polyline" in one.svg
    assert "polyline" not in curves([("a", [(0.01, 0.0)])], "x", "y", "alt", "below").svg
    assert "circle" in scatter([(1.0, 1.0)], "x", "y", "alt", "below").svg
    assert columns([("26", [3])], ["all"], "n", "alt", "below").svg.count("<rect") == 3
    assert stacks([("a", [0.0])], ["b"], "alt", "below").svg.count("<rect") == 3
