"""Numerals, labels and legible text: what people read instead of raw values and names."""

from dataclasses import replace
from datetime import date

import pytest
import samples
from hypothesis import given
from hypothesis import strategies as st

from hikiate.kernel.figures import Figure
from hikiate.kernel.findings import Severity
from hikiate.kernel.status import Status
from hikiate.kernel.wording import Term
from hikiate.reports.answers import answers
from hikiate.reports.figure_names import figure_term
from hikiate.reports.labels import SEVERITIES, STATUS_MARKS, STATUS_MEANINGS, STATUSES, rule_label, unit_said
from hikiate.reports.legible import legible
from hikiate.reports.numerals import day_said, value_said, yen_reading


def figure(value: str | None, unit: str = "JPY") -> Figure:
    """A figure of that value."""
    return Figure("x", value, unit, Status.ENACTED, Term("rule", "算定方法"), "citation")


@pytest.mark.parametrize(
    ("value", "reading"),
    [
        ("20000000000", "200億円"),
        ("40000000000", "400億円"),
        ("1000000000000", "1兆円"),
        ("13476543211", "約134億7,654万円"),
        ("-800000000", "マイナス8億円"),
        ("10000000", "1,000万円"),
        ("9999999", ""),
        ("99999999999", "約1,000億円"),
        ("1234500000001", "約1兆2,345億円"),
        ("0", ""),
    ],
)
def test_yen_are_read_in_oku_and_man(value: str, reading: str) -> None:
    """Exact where it can be, said to be near where it cannot."""
    assert yen_reading(figure(value), "ja") == reading
    assert yen_reading(figure(value), "en") == ""


def test_values_carry_their_units() -> None:
    """Money, coins, ratios, days, words and nothing at all."""
    said = [(figure("1234567"), "1,234,567 円", "1,234,567 JPY"), (figure("0.0613", "ratio"), "6.13 %", "6.13 %")]
    said += [(figure("5", "days"), "5 日", "5 days"), (figure("4502.9", "BTC"), "4,502.9 BTC", "4,502.9 BTC")]
    said += [(figure("cold", "text"), "cold", "cold"), (figure(None), "算定なし", "not determined")]
    assert [(value_said(one, "ja"), value_said(one, "en")) for one, _, _ in said] == [(ja, en) for _, ja, en in said]


def test_a_day_is_said_with_its_weekday() -> None:
    """24 November 2026 is a Tuesday."""
    assert day_said(date(2026, 11, 24), "ja") == "2026-11-24（火）"
    assert day_said(date(2026, 11, 24), "en") == "2026-11-24 (Tue)"


@pytest.mark.parametrize(
    ("name", "ja", "en"),
    [
        ("reserve.required", "必要責任準備金額", "Required liability reserve"),
        ("segregation.BTC.guarantee_required", "BTC：必要な履行保証暗号資産", "BTC: Guarantee assets required"),
        ("input.volumes.2026-04-01.spot", "取引高：2026-04-01 現物", "Volumes: 2026-04-01 spot"),
        ("volume.stock.annual", "株式：年間取引高", "stocks: Annual volume"),
        ("volume.BTC/JPY.turnover", "BTC/JPY：売買代金", "BTC/JPY: Turnover"),
        (
            "law.jp-psa.hot_fraction_max",
            "ホットウォレット管理割合の上限（jp-psa）",
            "Highest share in hot wallets (jp-psa)",
        ),
        ("law.jp-psa.new", "規定 new（jp-psa）", "Provision new (jp-psa)"),
        ("fiat.USD.required", "USD：利用者区分管理必要額", "USD: Money to be held in trust"),
        ("no.such.thing", "no.such.thing", "no.such.thing"),
        ("nothing", "nothing", "nothing"),
        (
            "law.jp-fiea-175.flow_stock",
            "当期の取引に係る率：株式（jp-fiea-175）",
            "Rate of the year's transactions: stocks (jp-fiea-175)",
        ),
        ("input.holdings.ETH.customer.cold", "有高：ETH 利用者分 コールド", "Holdings: ETH customers' cold"),
        ("published.BTC.difference", "BTC：公表額と内訳の差異", "BTC: Published less parts"),
        ("law.", "law.", "law."),
        ("input.", "input.", "input."),
    ],
)
def test_figures_have_the_names_of_the_field(name: str, ja: str, en: str) -> None:
    """A name that no pattern knows stands for itself."""
    assert (figure_term(name).ja, figure_term(name).en) == (ja, en)


@given(st.text())
def test_every_name_has_a_label(name: str) -> None:
    """No name, however odd, is without words."""
    assert name == "" or (figure_term(name).ja and figure_term(name).en)


def test_every_status_and_severity_is_named() -> None:
    """A new status without words would show as nothing."""
    assert set(STATUSES) == set(STATUS_MARKS) == set(STATUS_MEANINGS) == set(Status)
    assert set(SEVERITIES) == set(Severity)
    assert len({term.ja for term in STATUS_MARKS.values()}) == len({t.en for t in STATUS_MARKS.values()}) == len(Status)
    assert unit_said("JPY", "ja") == "円"


def test_labels_of_the_samples_are_japanese() -> None:
    """No figure of a usual result is left with its bare name."""
    names = [name for name in samples.in_breach().figures if figure_term(name).ja == name]
    assert names == []


@given(st.text())
def test_legible_text_holds_nothing_invisible(text: str) -> None:
    """What is legible stays as it is when it is made legible again."""
    said = legible(text)
    assert legible(said) == said
    assert not set(said) & set("\x00\x07\x1b\n\r\u202e\u2066")


@pytest.mark.parametrize(
    ("value", "unit", "ja", "en"),
    [
        ("off", "text", "適用なし", "off"),
        ("on", "switch", "適用あり", "on"),
        ("spot, margin", "names", "現物, 証拠金取引", "spot, margin"),
        ("theft, error", "names", "theft, error", "theft, error"),
        ("2/3", "text", "2/3", "2/3"),
    ],
)
def test_a_word_in_place_of_a_number_is_said_in_the_readers_language(value: str, unit: str, ja: str, en: str) -> None:
    """A provision is on or off, or names items of volume; what a pack wrote stays as it was written."""
    assert (value_said(figure(value, unit), "ja"), value_said(figure(value, unit), "en")) == (ja, en)


def test_a_provision_has_no_way_of_being_reached() -> None:
    """Its rule is what it is about, and the label before it says so."""
    provision = replace(figure("off"), name="law.jp-psa.keepers")
    assert (rule_label(provision, "ja"), rule_label(provision, "en")) == ("規定の内容", "Provision")
    assert (rule_label(figure("1"), "ja"), rule_label(figure("1"), "en")) == ("算定方法", "Rule")


def test_the_summary_says_what_was_found_of_hot_wallets() -> None:
    """Complete guarantee assets are not said to be short when it is the cold coins that would not suffice."""
    result = samples.in_order()
    left = replace(
        result.figures["segregation.BTC.difference"], name="segregation.BTC.after_hot_loss", value="-0.1", inputs=()
    )
    lost = replace(result, figures={**result.figures, left.name: left})
    said = {answer.key: answer.remarks for answer in answers(lost, "ja")}
    assert said["coins"] == ("ホットウォレット全損時に不足: BTC",)
    short = {answer.key: answer.remarks for answer in answers(samples.in_breach(), "ja")}
    assert "履行保証暗号資産が不足: BTC" in short["coins"]


def test_people_are_counted_as_people() -> None:
    """Japanese says 名 of customers and 件 of findings."""
    people = replace(figure("260000", "count"), name="customers.affected")
    assert (value_said(people, "ja"), value_said(people, "en")) == ("260,000 名", "260,000")
