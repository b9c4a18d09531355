"""Keepers: every holding that somebody else keeps rests on a provider whom the exchange knows and has notified.

Tests in order, for each keeper but the exchange itself: (1) it stands in `providers`; (2) with a number; (3) notified
by the day of the snapshot; (4) the notification has not ended.

Example: 10 BTC kept by a custodian that no row of `providers` names: one finding about that custodian.
"""

from hikiate.facts.tables import SELF_KEEPER, Provider
from hikiate.kernel.amounts import grouped_text
from hikiate.kernel.wording import Term
from hikiate.law.rulebooks import Edition
from hikiate.rules.kinds.custody import UNREGISTERED
from hikiate.rules.sheet import Sheet
from hikiate.rules.undecided import lacking

_SHOWN_MAX = 5


def keepers(sheet: Sheet, edition: Edition) -> None:
    """Find holdings whose keeper is unknown, without a number, not yet notified or lapsed."""
    if lacking(edition, optional=["keepers"]):
        sheet.undecided("keepers", edition, ["keepers"])
        return
    if edition["keepers"].is_off:
        return
    by_keeper: dict[str, list[str]] = {}
    for holding in sheet.pack.holdings or ():
        if holding.keeper != SELF_KEEPER and holding.amount > 0:
            by_keeper.setdefault(holding.keeper, []).append(holding.holding)
    citation = edition["keepers"].citation.text
    if by_keeper and sheet.pack.providers is None:
        needed_for = Term("the keepers of holdings", "資産の管理委託先の確認")
        sheet.missing("providers", needed_for=needed_for, citation=citation)
        return
    for keeper, holdings in by_keeper.items():
        objections = [objection(sheet, row) for row in sheet.pack.providers or () if row.provider == keeper]
        if objections and None in objections:
            continue
        unknown = Term("not in providers", "providers に記載のない委託先")
        more = len(holdings) - _SHOWN_MAX
        shown = ", ".join(holdings[:_SHOWN_MAX]) + (f" +{more}" if more > 0 else "")
        sheet.find(
            UNREGISTERED.at(
                f"providers.{keeper}",
                citation=citation,
                reason=next((found for found in objections if found), unknown),
                keeper=keeper,
                count=grouped_text(len(holdings)),
                shown=shown,
            )
        )


def objection(sheet: Sheet, provider: Provider) -> Term | None:
    """Why a provider's registration does not stand on the day; None where it does."""
    if provider.number is None:
        return Term("no registration or notification number", "登録・届出番号のない委託先")
    if provider.notified_on is not None and provider.notified_on > sheet.day:
        return Term(
            f"notified only on {provider.notified_on}", f"届出日（{provider.notified_on}）が基準日より後の委託先"
        )
    if provider.ends_on is not None and provider.ends_on <= sheet.day:
        return Term(f"lapsed on {provider.ends_on}", f"{provider.ends_on} に届出が失効した委託先")
    return None
