"""Accidents: what Order Art. 118 and 119 ask before and after a loss is made good."""

from datetime import date
from pathlib import Path

import pytest
from incidents import CASH, codes, made

from hikiate.kernel.findings import Finding
from hikiate.remedy.accidents import EXEMPTIONS, accident_findings
from hikiate.storage.lawbooks import library

LAW = library([]).rulebooks["jp-fiea-175"].on(date(2026, 11, 2))
PAID = [900_000, 1_000_000, 1_000_001, 20_000_000]


def found(accident: str | None, exemptions: list[str], paid: list[int] = PAID) -> list[Finding]:
    """What is found of payments first made on 30 January 2026."""
    return accident_findings(LAW, accident, exemptions, paid, date(2026, 1, 30))


def told(findings: list[Finding]) -> list[str]:
    """The codes without their first word."""
    return [finding.code.removeprefix("accident.") for finding in findings]


def test_a_loss_that_is_no_accident_is_not_made_good_without_more() -> None:
    """A theft by an outsider is none."""
    assert told(found(None, [])) == ["not_stated"]


def test_a_million_yen_a_customer_needs_no_confirmation_but_a_report() -> None:
    """By the end of the month after the payment; what is above needs the confirmation first."""
    needed, report = found("clerical_error", [])
    assert (needed.code, report.code) == ("accident.confirmation_needed", "accident.report_due")
    assert (needed.en.found, report.due) == (
        "2 customers get more than 1,000,000 yen each, 21,000,001 yen together",
        date(2026, 2, 28),
    )
    assert report.en.found == "2 customers are paid without a confirmation"
    assert needed.citation.endswith("Art. 119(1)")


@pytest.mark.parametrize("accident", ["clerical_error", "system_anomaly"])
def test_what_the_books_show_needs_no_confirmation_whatever_the_amount(accident: str) -> None:
    """Art. 119(1)(xi): clerical errors and system faults alone, and reported."""
    assert told(found(accident, ["obvious_from_books"])) == ["report_due"]


def test_the_books_cannot_show_other_acts() -> None:
    """The exemption does not hold for them."""
    assert told(found("other_breach_of_law", ["obvious_from_books"])) == ["confirmation_needed", "report_due"]


@pytest.mark.parametrize("exemption", [name for name, bound in EXEMPTIONS.items() if bound is None][:7])
def test_a_judgment_or_a_settlement_needs_neither(exemption: str) -> None:
    """Art. 119(1)(i) to (vii)."""
    assert told(found("other_breach_of_law", [exemption])) == []


@pytest.mark.parametrize(
    ("exemption", "wanted"),
    [("lawyer_settlement", ["confirmation_needed"]), ("committee_confirmed", ["confirmation_needed", "report_due"])],
)
def test_a_settlement_through_a_lawyer_or_a_committee_is_bounded(exemption: str, wanted: list[str]) -> None:
    """Ten million yen a customer; what a committee confirmed is reported, a lawyer's settlement is not for that."""
    findings = found("other_breach_of_law", [exemption])
    assert "20,000,000 yen together" in findings[0].en.found
    assert set(wanted) <= set(told(findings))


def test_small_losses_alone_need_a_report_alone() -> None:
    """And the last day of the month after next to a year's end."""
    findings = accident_findings(LAW, "unconfirmed_order", [], [5], date(2026, 12, 31))
    assert [(finding.code, finding.due) for finding in findings] == [("accident.report_due", date(2027, 1, 31))]
    assert accident_findings(LAW, "unconfirmed_order", [], [2_000_000], date(2026, 12, 31))[0].due is None


def test_the_rules_are_held_against_a_determination_where_they_apply(tmp_path: Path) -> None:
    """Only where the incident is under the securities firms' law."""
    text = CASH.replace("method =", 'law = ["jp-fiea-175"]\nmethod =')
    assert "accident.not_stated" in codes(made(tmp_path / "a", text))
    stated = text.replace("method =", 'accident = "system_anomaly"\nmethod =')
    assert "accident.report_due" in codes(made(tmp_path / "b", stated))
    assert not [code for code in codes(made(tmp_path / "c")) if code.startswith("accident")]
