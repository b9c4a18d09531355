"""A customer's statement of a distribution says how the amount arose, and why a payment waits, in both languages."""

import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest

sys.path.append(str(Path(__file__).parents[1] / "operations"))

from estate_cases import BTC, DISPUTE, LEDGER, SCALES, worked

from hikiate.kernel.wording import Language
from hikiate.operations.payouts import Paperwork
from hikiate.remedy.estate_tables import plan_text
from hikiate.remedy.pending import PENDING_SCHEMA
from hikiate.remedy.tables import PENDING_COLUMNS, as_text
from hikiate.reports.estate.papers import statement, statement_sections


def sections(language: Language, *held: str) -> list[dict[str, Any]]:
    """What the statement to b says; `held` are reasons for which the payment waits."""
    rows = [("b", None, reason, "") for reason in held]
    paperwork = Paperwork(held=pl.DataFrame(rows, schema=PENDING_SCHEMA, orient="row"))
    made = worked(LEDGER[:2], BTC + DISPUTE, paperwork=paperwork)
    own = pl.col("customer") == "b"
    pending = as_text(made.payments.clearance.divided.pending, {"amount": "pay_asset"}, SCALES)
    plan = plan_text(made.plan, SCALES).filter(own)
    paper = statement(made.result, "b", plan, pending.select(*PENDING_COLUMNS).filter(own), language)
    assert paper.startswith(b"%PDF")
    return statement_sections(made.result, plan, pending.filter(own), language)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["BTC: 142 BTC is there by now", "claims of 800 BTC in all", "7.1 BTC is paid", "10.65 BTC is set"]),
        ("ja", ["債権総額 800 BTCに対し", "現在 142 BTCです", "7.1 BTCを今回までに弁済", "10.65 BTCを留保"]),
    ],
)
def test_a_statement_says_how_the_amount_arose(language: Language, said: list[str]) -> None:
    """Of 142 for 800, a claim of 100 has 17.75; 60 of it are disputed, so 7.1 are paid."""
    yours, how, *_ = sections(language)
    assert yours["table"]["rows"] == [
        ["BTC", "利用者" if language == "ja" else "customers", "100", "7.1", "7.1", "10.65", "82.25"]
    ]
    told = "\n".join(how["lines"])
    assert [part for part in said if part not in told] == []


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_statement_says_what_waits_and_no_more_than_helps(language: Language) -> None:
    """An account that is frozen is told; that a name is on a list is not."""
    waiting = sections(language, "frozen")[1]
    assert waiting["title"] == {"en": "What waits", "ja": "保留中のお支払い"}[language]
    assert waiting["lines"][0].startswith("7.1 BTC")
    quiet = "\n".join(sections(language, "sanctions_match")[1]["lines"])
    assert "sanction" not in quiet.lower()
    assert "制裁" not in quiet
