"""Results: one document, one spelling, read back without loss or not at all."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikiate.kernel.figures import Figure, Figures
from hikiate.kernel.findings import Finding, Severity
from hikiate.kernel.results import SCHEMA, NotAResult, Result, RulebookUsed, document, document_text, result
from hikiate.kernel.status import Status
from hikiate.kernel.wording import Term, Words

texts = st.text(max_size=12)
words = st.builds(Words, texts, texts, texts)
terms = st.builds(Term, texts, texts)
findings = st.builds(
    Finding,
    code=texts,
    severity=st.sampled_from([severity for severity in Severity if severity is not Severity.FAULT]),
    where=texts,
    en=words,
    ja=words,
    citation=texts,
    due=st.none() | st.dates(),
    since=st.none() | st.dates(),
)


@st.composite
def figure_graphs(draw: st.DrawFn) -> dict[str, Figure]:
    """Figures, each standing on some of those before it."""
    figures = Figures()
    for name in draw(st.lists(texts, unique=True, max_size=8)):
        before = [figure.name for figure in figures]
        inputs = draw(st.lists(st.sampled_from(before), max_size=4)) if before else []
        if any(figures[input_name].status is Status.UNDECIDED for input_name in inputs) or draw(st.booleans()):
            figures.undecided(name, "JPY", rule=draw(terms), citation=draw(texts), inputs=inputs)
        else:
            value = Fraction(draw(st.integers()), 10 ** draw(st.integers(0, 18)))
            figures.derive(name, value, "JPY", rule=draw(terms), citation=draw(texts), inputs=inputs)
    return {figure.name: figure for figure in figures}


results = st.builds(
    Result,
    exchange=texts,
    as_of=texts,
    version=texts,
    pack_digest=texts,
    rulebooks=st.lists(
        st.builds(RulebookUsed, texts, st.sampled_from(Status), texts, st.lists(texts, max_size=2).map(tuple)),
        max_size=3,
    ).map(tuple),
    figures=figure_graphs(),
    findings=st.lists(findings, max_size=4).map(tuple),
)

SAID = Words("3 BTC short", "nothing short", "Add BTC.")
SHORT = Finding(
    "segregation.short",
    Severity.BREACH,
    "segregation.BTC",
    SAID,
    Words("3 BTCが不足しています", "不足がないこと", "BTCを追加してください。"),
    "63-11-2",
    date(2026, 9, 24),
)


def small() -> Result:
    """The smallest result that has one of everything."""
    figures = Figures()
    figures.fact("a", 1, "BTC", "row 1")
    figures.derive("b", Fraction(1, 2), "BTC", rule=Term("half", "半分"), citation="c", inputs=["a"])
    rulebook = RulebookUsed("jp-psa", Status.ENACTED, "00", ("mine.toml",))
    by_name = {figure.name: figure for figure in figures}
    return Result("Bar", "2026-09-18T23:59:59+09:00", "1", "ff", (rulebook,), by_name, (SHORT,))


@given(results)
def test_a_result_survives_its_document(close: Result) -> None:
    """Through JSON text and back, nothing is lost and nothing added."""
    text = document_text(document(close))
    again = result(json.loads(text))
    assert again == close
    assert document_text(document(again)) == text


def test_the_document_is_the_one_that_is_documented() -> None:
    """Scripts rely on these keys, in this order."""
    plain = document(small())
    assert list(plain) == [
        "schema", "exchange", "as_of", "version", "pack_digest", "rulebooks", "verdict", "findings", "figures",
    ]  # fmt: skip
    assert plain["schema"] == SCHEMA == "hikiate/close/1"
    assert plain["rulebooks"] == [{"name": "jp-psa", "status": "enacted", "digest": "00", "overlays": ["mine.toml"]}]
    assert plain["figures"]["b"] == {
        "value": "0.5", "unit": "BTC", "status": "input", "rule": "half", "citation": "c", "inputs": ["a"],
        "ja": {"rule": "半分"},
    }  # fmt: skip
    assert plain["findings"] == [
        {
            "code": "segregation.short",
            "severity": "breach",
            "where": "segregation.BTC",
            "found": "3 BTC short",
            "wanted": "nothing short",
            "do": "Add BTC.",
            "citation": "63-11-2",
            "due": "2026-09-24",
            "since": None,
            "ja": {"found": "3 BTCが不足しています", "wanted": "不足がないこと", "do": "BTCを追加してください。"},
        }
    ]


def test_a_document_has_one_spelling() -> None:
    """Japanese stands as Japanese, one space indents, and a newline ends the file."""
    assert document_text({"b": "引当", "a": []}) == '{\n "b": "引当",\n "a": []\n}\n'


@pytest.mark.parametrize(
    ("severities", "verdict"),
    [
        ([], "in_order"),
        ([Severity.NOTE, Severity.WARNING], "in_order"),
        ([Severity.NOTE, Severity.BREACH], "in_breach"),
    ],
)
def test_one_breach_is_enough(severities: list[Severity], verdict: str) -> None:
    """Warnings and notes leave the verdict in order."""
    found = tuple(replace(SHORT, severity=severity) for severity in severities)
    assert replace(small(), findings=found).verdict == verdict


def stand_on_itself(plain: dict[str, Any]) -> None:
    """Make a ring of two figures."""
    plain["figures"]["a"]["inputs"] = ["b"]


DEFECTS: list[tuple[str, Callable[[dict[str, Any]], object], str]] = [
    ("another schema", lambda plain: plain.update(schema="hikiate/close/2"), "schema is hikiate/close/2, not"),
    ("no schema", lambda plain: plain.pop("schema"), "schema is None, not"),
    ("no exchange", lambda plain: plain.pop("exchange"), "KeyError: 'exchange'"),
    ("a number for text", lambda plain: plain.update(exchange=5), "5 is not text"),
    ("a key too many", lambda plain: plain.update(note="x"), "note is not what"),
    ("no verdict", lambda plain: plain.pop("verdict"), "verdict is not what"),
    ("a verdict of its own", lambda plain: plain.update(verdict="in_order"), "verdict is not what"),
    ("figures in a list", lambda plain: plain.update(figures=[]), "AttributeError"),
    ("a figure with a float", lambda plain: plain["figures"]["b"].update(value=0.5), "0.5 is not text"),
    ("a figure with a key too many", lambda plain: plain["figures"]["b"].update(note="x"), "figures is not what"),
    ("an unknown status", lambda plain: plain["figures"]["b"].update(status="law"), "ValueError: 'law'"),
    ("an unknown severity", lambda plain: plain["findings"][0].update(severity="bad"), "ValueError: 'bad'"),
    ("a fault", lambda plain: plain["findings"][0].update(severity="fault"), "verdict is not what"),
    ("a day that is none", lambda plain: plain["findings"][0].update(due="2026-02-30"), "ValueError"),
    ("a day that is false", lambda plain: plain["findings"][0].update(since=0), "0 is not text"),
    ("no Japanese", lambda plain: plain["findings"][0].pop("ja"), "KeyError: 'ja'"),
    ("no Japanese rule", lambda plain: plain["figures"]["b"].pop("ja"), "KeyError: 'ja'"),
    ("a Japanese rule that is none", lambda plain: plain["figures"]["b"]["ja"].update(rule=None), "None is not text"),
    ("a word too many in Japanese", lambda plain: plain["figures"]["b"]["ja"].update(unit="円"), "figures is not what"),
    ("an input that is missing", lambda plain: plain["figures"].pop("a"), "others stand on are missing: a"),
    ("figures in a ring", stand_on_itself, "stand on themselves"),
]


@pytest.mark.parametrize(("spoil", "said"), [pytest.param(spoil, said, id=name) for name, spoil, said in DEFECTS])
def test_a_document_that_is_not_whole_is_refused(spoil: Callable[[dict[str, Any]], object], said: str) -> None:
    """Each defect is named; nothing is read in part."""
    plain = document(small())
    spoil(plain)
    with pytest.raises(NotAResult) as refused:
        result(plain)
    assert said in str(refused.value)


def test_a_fault_among_the_findings_is_refused() -> None:
    """Input with a fault is refused before there is a result; a file that says otherwise was not written by a close."""
    plain = document(replace(small(), findings=(SHORT, replace(SHORT, severity=Severity.FAULT))))
    with pytest.raises(NotAResult, match="a fault stands among the findings"):
        result(plain)


@pytest.mark.parametrize("plain", [None, [], "text", 5, {}])
def test_what_is_no_document_is_refused(plain: object) -> None:
    """Any JSON value may be handed in by mistake."""
    with pytest.raises(NotAResult, match=r"schema is .*, not"):
        result(plain)
