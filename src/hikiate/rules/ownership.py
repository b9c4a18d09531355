"""Control of addresses: which holdings stand behind a signed message of this exchange and day, and which do not.

Tests in order, for each holding that has an address: (1) proven, where a message of the day that names exchange, day
and address was signed by its key; (2) refuted, where a signature is not of its key and nothing proves it; (3) unproven
otherwise. No law asks for it, so without the table `ownership` nothing is said.

Example: 5 BTC at an address that signed, 3 BTC at one that did not: ownership.BTC.proven 5, ownership.BTC.unproven 3.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from hikiate.facts.tables import Holding
from hikiate.kernel.amounts import grouped_text
from hikiate.kernel.wording import Term, unit_term
from hikiate.rules.kinds.ownership import REFUTED, UNKNOWN_ADDRESS, UNPROVEN
from hikiate.rules.reconciliation import OWN_CHECK
from hikiate.rules.sheet import Sheet

Standing = Literal["proven", "unproven", "refuted"]

_SHOWN_MAX = 5
_UNSIGNED = Term("no signature", "署名なし")
_RULES: dict[Standing, Term] = {
    "proven": Term(
        "sum of holdings whose address signed exchange, day and address",
        "取引所名・基準日・アドレスの署名を確認した有高の合計",
    ),
    "unproven": Term("sum of holdings without such a signature", "署名を確認できない有高の合計"),
    "refuted": Term("sum of holdings whose signature is not the address's", "署名がアドレスのものでない有高の合計"),
}


@dataclass(frozen=True, slots=True)
class Control:
    """What stands of an address, and why."""

    standing: Standing
    reason: Term


def ownership(sheet: Sheet, controls: Mapping[str, Control]) -> None:
    """Write `ownership.<asset>.proven`, `.unproven` and `.refuted`, and find what is not proven.

    `controls` has every address that the pack has a signature of.
    """
    holdings = [holding for holding in sheet.pack.holdings or () if holding.address is not None]
    for asset in dict.fromkeys(holding.asset for holding in holdings):
        _figures(sheet, asset, [holding for holding in holdings if holding.asset == asset], controls)
    for holding in holdings:
        control = controls.get(str(holding.address))
        if control is not None and control.standing == "refuted":
            amount, unit = grouped_text(sheet.amount(holding.amount, holding.asset)), unit_term(holding.asset)
            finding = REFUTED.at(
                f"ownership.{holding.asset}.refuted",
                address=holding.address,
                reason=control.reason,
                amount=amount,
                unit=unit,
            )
            sheet.find(finding)
    held = list(dict.fromkeys(str(holding.address) for holding in holdings))
    unproven = [address for address in held if _standing(address, controls) == "unproven"]
    unknown = [address for address in controls if address not in set(held)]
    if unproven:
        sheet.find(UNPROVEN.at("ownership", count=grouped_text(len(unproven)), shown=_by_reason(unproven, controls)))
    if unknown:
        shown = ", ".join(unknown[:_SHOWN_MAX])
        sheet.find(UNKNOWN_ADDRESS.at("ownership", count=grouped_text(len(unknown)), shown=shown))


def _by_reason(addresses: Sequence[str], controls: Mapping[str, Control]) -> Term:
    """How many addresses are not proven for each reason, with one of them."""
    groups: dict[Term, list[str]] = {}
    for address in addresses:
        control = controls.get(address)
        groups.setdefault(_UNSIGNED if control is None else control.reason, []).append(address)
    counted = [(reason, grouped_text(len(some)), some[0]) for reason, some in groups.items()]
    return Term(
        "; ".join(f"{count}: {reason.en}, such as {address}" for reason, count, address in counted),
        "、".join(f"{reason.ja} {count} 件（例: {address}）" for reason, count, address in counted),
    )


def _figures(sheet: Sheet, asset: str, holdings: Sequence[Holding], controls: Mapping[str, Control]) -> None:
    for standing, rule in _RULES.items():
        rows = [row for row in holdings if _standing(str(row.address), controls) == standing]
        total = sheet.amount(sum(row.amount for row in rows), asset)
        leaf = sheet.figures.fact(f"input.ownership.{asset}.{standing}", total, asset, sheet.source("holdings", rows))
        name = f"ownership.{asset}.{standing}"
        sheet.figures.derive(name, total, asset, rule=rule, citation=OWN_CHECK, inputs=[leaf])


def _standing(address: str, controls: Mapping[str, Control]) -> Standing:
    control = controls.get(address)
    return "unproven" if control is None else control.standing
