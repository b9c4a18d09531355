"""Wallets and reconciliation: holdings per asset, tier and keeper, and every break with its age."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hikiate.book.records import FindingOpened
from hikiate.facts.exchange import Exchange
from hikiate.kernel.amounts import amount_text
from hikiate.kernel.figures import Figure
from hikiate.kernel.findings import Finding
from hikiate.kernel.wording import Term
from hikiate.operations.workspace.findings import open_findings
from hikiate.reports.labels import SEVERITIES
from hikiate.web.base.access import page, spoken
from hikiate.web.console.days import Kept, last_close
from hikiate.web.console.packs import Wallets, exchange_of, pack_of, wallets_of
from hikiate.web.console.shown import days_between, figure_address, plain, report_part
from hikiate.web.settings import workspace

OWNERS = {
    "customer": Term("customers", "利用者"),
    "guarantee": Term("guarantee assets", "履行保証暗号資産"),
    "own": Term("own", "自己"),
    "reserve": Term("reserve", "責任準備金"),
}
TIERS = {
    "cold": Term("cold", "コールド"),
    "hot": Term("hot", "ホット"),
    "trust": Term("trust", "信託"),
    "bank": Term("bank", "銀行預金"),
}
SELF = Term("self", "自社")
_TITLE = Term("Wallets and reconciliation", "ウォレットと照合")
_ROOMS = ("recon.",)


@dataclass(frozen=True, slots=True)
class Held:
    """Wallets of one asset, owner, tier and keeper as they are shown; `age` in days before the snapshot."""

    wallets: Wallets
    owner: Term
    tier: Term
    keeper: Term
    amount: Figure
    age: int | None


@dataclass(frozen=True, slots=True)
class Break:
    """A difference that the last close found: since when it stands, and its number where it is followed."""

    found: Finding
    severity: Term
    age: int | None
    number: int | None


@page()
@require_safe
def wallets(request: HttpRequest) -> HttpResponse:
    """What is held where by the last pack, and what does not agree."""
    kept = last_close()
    if kept is None:
        return render(request, "console/before_first.html", {"title": _TITLE})
    pack = pack_of(kept.day)
    exchange = exchange_of(pack)
    held = wallets_of(pack)
    with workspace().book.reading() as book:
        followed = {(found.code, found.place): found for found in open_findings(book)}
    language = spoken(request)
    groups: dict[str, list[Held]] = {}
    for wallet in held or ():
        groups.setdefault(wallet.asset, []).append(_held(wallet, exchange, kept.on))
    context = {
        "kept": kept,
        "handed_in": held is not None,
        "groups": [(asset, rows, _address(kept, asset)) for asset, rows in groups.items()],
        "breaks": _breaks(kept, followed),
        "part": report_part("reconciliation", kept.result, kept.day.number, language),
    }
    return render(request, "console/wallets.html", context)


def _held(wallet: Wallets, exchange: Exchange, day: date) -> Held:
    return Held(
        wallet,
        OWNERS[wallet.owner],
        TIERS[wallet.tier],
        SELF if wallet.keeper == "self" else Term(wallet.keeper, wallet.keeper),
        plain(amount_text(wallet.amount, exchange.scale(wallet.asset)), wallet.asset),
        None if wallet.observed is None else days_between(wallet.observed, day),
    )


def _address(kept: Kept, asset: str) -> str:
    """The page that explains what is held of an asset for customers; blank where the close has no such figure."""
    name = f"segregation.{asset}.held"
    return figure_address(kept.day.number, name) if name in kept.result.figures else ""


def _breaks(kept: Kept, followed: dict[tuple[str, str], FindingOpened]) -> list[Break]:
    """The differences, the oldest first; those that nobody need follow stand last."""
    found = []
    for finding in kept.result.findings:
        if finding.code.startswith(_ROOMS):
            opened = followed.get((finding.code, finding.where))
            age = None if finding.since is None else days_between(finding.since, kept.on)
            found.append(Break(finding, SEVERITIES[finding.severity], age, opened.finding if opened else None))
    return sorted(found, key=lambda entry: (entry.age is None, -(entry.age or 0)))
