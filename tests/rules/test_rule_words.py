"""The words of a close: numbers grouped, units of the pack's own currency, and each rule in both languages."""

import re
import tomllib
from functools import reduce

import pytest
from packs import LAW, closed, exchange
from test_open_provisions import BREACHED, POLICY
from test_rule_cases import FILES, changed

from hikiate.kernel.results import Result
from hikiate.kernel.wording import Words

PAIRS = (("jp-psa", "jp-2026-reported"), ("jp-fiea-175",), ("jp-2026-law",))
HAN_OR_KANA = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NAME = re.compile(r"jp-[a-z0-9-]+")


def breached(books: tuple[str, ...], currency: str) -> Result:
    """A close in which every duty is breached, of a pack that reports in that currency."""
    tables = {name: text.replace(",JPY", f",{currency}") for name, text in BREACHED.items()}
    tables["balances"] = tables["balances"].replace(f"a,{currency},1000", f"a,{currency},1234567")
    if currency == "USD":
        tables["balances"] = tables["balances"].replace("\na,USD,5", "")
        tables["prices"] = tables["prices"].replace("2027-06-01,USD,USD,9,x", "2027-06-01,JPY,USD,0.01,x")
    return closed(tables, *books, of=exchange("2027-06-01", reporting_currency=currency), policies=POLICY)


@pytest.mark.parametrize("books", PAIRS, ids="+".join)
def test_no_sentence_speaks_of_yen_where_the_pack_reports_in_dollars(books: tuple[str, ...]) -> None:
    """Neither in a finding nor in a rule; a sum of dollars said to be yen is off by two digits."""
    result = breached(books, "USD")
    said = [text for found in result.findings for text in (*_words(found.en), *_words(found.ja))]
    rules = [figure.rule.ja for name, figure in result.figures.items() if not name.startswith("law.")]
    assert [text for text in said + rules if "JPY" in text or "円" in text] == []


@pytest.mark.parametrize("books", PAIRS, ids="+".join)
def test_every_number_of_a_sentence_is_grouped(books: tuple[str, ...]) -> None:
    """Days and the names of rulebooks apart, no four digits stand together before a point."""
    result = breached(books, "JPY")
    said = [text for found in result.findings for text in (*_words(found.en), *_words(found.ja))]
    bare = [NAME.sub("", DAY.sub("", text)) for text in said]
    assert [text for text in bare if re.search(r"(?<![0-9.])[0-9]{4}", text)] == []
    assert books[0] != "jp-psa" or any("1,234,567 円" in text for text in said)


@pytest.mark.parametrize("books", PAIRS, ids="+".join)
def test_every_rule_is_said_in_english_and_in_japanese(books: tuple[str, ...]) -> None:
    """The English has no Japanese in it, and the Japanese is Japanese."""
    for figure in breached(books, "JPY").figures.values():
        assert HAN_OR_KANA.search(figure.rule.ja), figure.name
        assert not HAN_OR_KANA.search(figure.rule.en), figure.name


def test_a_value_for_every_provision_leaves_the_formula_undecided_and_says_so() -> None:
    """The law of 2026 fixes no formula: the finding names no provision that an overlay has given a value."""
    path = next(path for path in FILES if path.stem == "every_number_decided_still_leaves_the_formula_open")
    case = tomllib.loads(path.read_text(encoding="utf-8"))
    law = reduce(changed, case["overlay"], LAW)
    result = closed(case["tables"], "jp-2026-law", law=law, of=exchange(path.parent.name))
    found = [finding for finding in result.findings if finding.code == "law.undecided"]
    assert [finding.en.wanted for finding in found] == ["a published formula"]
    assert result.figures["reserve.required"].rule.en == "undecided: the formula of the reserve"


def _words(words: Words) -> tuple[str, str, str]:
    return words.found, words.wanted, words.do
