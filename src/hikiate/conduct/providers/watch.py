"""The watch list: holdings and withdrawals that touch a platform named as unregistered.

A platform is touched where a holding's keeper or a withdrawal's platform is one of its names in the registry, or where
either has one of its addresses. Addresses and names are compared letter by letter, and an address of hex digits in
either case, as its chain does.
"""

from collections.abc import Sequence

from hikiate.conduct.providers.findings import PLATFORM_WATCHED
from hikiate.facts.registry import Registry, Watched
from hikiate.kernel.amounts import grouped_text
from hikiate.kernel.wording import Term
from hikiate.rules.sheet import Sheet

_SHOWN_MAX = 5
_HEX = "0x"


def watched(sheet: Sheet, registry: Registry) -> None:
    """Find every holding and every withdrawal up to the snapshot that touches a watched platform."""
    for platform in registry.watched:
        names = {platform.name, *platform.providers}
        addresses = {_spelled(address) for address in platform.addresses}
        holdings = [
            row.holding
            for row in sheet.pack.holdings or ()
            if row.keeper in names or (row.address is not None and _spelled(row.address) in addresses)
        ]
        withdrawals = [
            row.withdrawal
            for row in sheet.pack.withdrawals or ()
            if not sheet.is_later(row.requested_at) and (row.platform in names or _spelled(row.address) in addresses)
        ]
        _find(sheet, platform, Term("holdings", "有高"), "holdings", holdings)
        _find(sheet, platform, Term("withdrawals", "出金"), "withdrawals", withdrawals)


def _find(sheet: Sheet, platform: Watched, what: Term, table: str, touching: Sequence[str]) -> None:
    if touching:
        more = f" +{len(touching) - _SHOWN_MAX}" if len(touching) > _SHOWN_MAX else ""
        found = PLATFORM_WATCHED.at(
            f"{table}.{platform.name}",
            count=grouped_text(len(touching)),
            what=what,
            name=platform.name,
            published=platform.published_on,
            source=platform.source,
            shown=", ".join(touching[:_SHOWN_MAX]) + more,
        )
        sheet.find(found)


def _spelled(address: str) -> str:
    return address.lower() if address[:2].lower() == _HEX else address
