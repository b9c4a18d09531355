"""The day on which the Cabinet Order comes: the file of the how-to page, run as it stands there."""

import re
from pathlib import Path

import pytest
from packs import exchange, pack

from hikiate.kernel.status import Status
from hikiate.law.overlays import overlaid
from hikiate.law.rulebooks import Library
from hikiate.operations.close import close
from hikiate.storage.lawbooks import library

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = [DOCS / "how-to" / "when-the-order-comes.md", DOCS / "ja" / "how-to" / "when-the-order-comes.md"]
TABLES = {
    "volumes": "fiscal_year,item,amount\n2027-04-01,spot,1000000000000",
    "reserve": "day,movement,asset,amount\n2027-04-05,provision,JPY,4000000000\n2027-04-06,provision,USD,1000",
    "holdings": """holding,asset,amount,owner,tier,keeper
        r,JPY,4000000000,reserve,bank,self
        u,USD,1000,reserve,bank,self
        c,BTC,1,customer,cold,self""",
    "prices": "day,asset,currency,price,source\nDAY,USD,JPY,150,x",
}
POLICY = """
[[policy]]
id = "p"
insurer = "Kaijo"
third_party = true
perils = ["theft"]
tiers = ["hot", "cold"]
limit = 5000000000
starts = 2027-01-01
ends = 2028-01-02
notice_days = 90
"""


def order(page: Path) -> str:
    """The one TOML file of a page."""
    [text] = re.findall(r"```toml\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    return str(text)


def figures(laws: Library, day: str) -> dict[str, tuple[str | None, Status]]:
    """Value and status of every figure that is neither a fact nor a provision."""
    tables = {name: text.replace("DAY", day) for name, text in TABLES.items()}
    result = close(pack(tables, of=exchange(day), policies=POLICY), laws.choose(["jp-2026-reported"]))
    return {
        name: (figure.value, figure.status)
        for name, figure in result.figures.items()
        if not name.startswith(("input.", "law."))
    }


def statuses(reached: dict[str, tuple[str | None, Status]]) -> set[Status]:
    """The statuses of figures that stand on law; what stands on facts alone has the facts' own."""
    return {status for _, status in reached.values()} - {Status.INPUT}


@pytest.mark.parametrize("page", PAGES, ids=["en", "ja"])
def test_one_file_moves_every_result_from_reported_to_enacted(page: Path) -> None:
    """From the Order's first day; the day before keeps what it had, and nothing else of the library moves."""
    before = library()
    after = overlaid(before, "order.toml", order(page))
    shipped, eve, first = figures(before, "2027-06-01"), figures(after, "2027-05-31"), figures(after, "2027-06-01")
    assert statuses(shipped) == {Status.REPORTED, Status.ASSUMPTION}
    assert statuses(first) == {Status.ENACTED}
    assert {name: status for name, (_, status) in eve.items()} == {
        name: status for name, (_, status) in shipped.items()
    }
    assert shipped["reserve.required"][0] == eve["reserve.required"][0] == "20000000000"
    assert first["reserve.required"] == ("15000000000", Status.ENACTED)
    assert first["reserve.insurance_credit"] == ("5000000000", Status.ENACTED)
    assert first["reserve.shortfall"] == ("5999865000", Status.ENACTED)
    assert {name: book.digest for name, book in after.rulebooks.items() if name != "jp-2026-reported"} == {
        name: book.digest for name, book in before.rulebooks.items() if name != "jp-2026-reported"
    }


def test_both_pages_hold_the_same_file() -> None:
    """A reader of either language enters the same law."""
    assert order(PAGES[0]) == order(PAGES[1])


def test_a_provision_that_is_left_out_keeps_the_result_where_it_was() -> None:
    """A figure is as weak as the weakest of what it stands on: without the cap of the Order, it is reported."""
    blocks = order(PAGES[0]).split("\n[[change]]")
    text = "\n[[change]]".join(block for block in blocks if 'provision = "cap"' not in block)
    assert figures(overlaid(library(), "order.toml", text), "2027-06-01")["reserve.required"][1] is Status.REPORTED
