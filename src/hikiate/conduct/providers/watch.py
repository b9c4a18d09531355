"""The watch list: holdings, withdrawals and deposits that touch a platform named as unregistered.

A platform is touched where a holding's keeper or a transfer's platform is one of its names in the registry, or where
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
    """Find every holding, and every transfer up to the snapshot, that touches a watched platform."""
    pack = sheet.pack
    for platform in registry.watched:
        holdings = [row.holding for row in pack.holdings or () if touches(platform, row.keeper, row.address)]
        sent = [
            row.withdrawal
            for row in pack.withdrawals or ()
            if not sheet.is_later(row.requested_at) and touches(platform, row.platform, row.address)
        ]
        received = [
            row.deposit
            for row in pack.deposits or ()
            if not sheet.is_later(row.received_at) and touches(platform, row.platform, row.address)
        ]
        _find(sheet, platform, Term("holdings", "有高"), "holdings", holdings)
        _find(sheet, platform, Term("withdrawals", "出金"), "withdrawals", sent)
        _find(sheet, platform, Term("deposits", "入金"), "deposits", received)


def touches(platform: Watched, name: str | None, address: str | None) -> bool:
    """Whether a name or an address is one of a platform's."""
    by_name = name is not None and (name == platform.name or name in platform.providers)
    return by_name or (address is not None and _spelled(address) in {_spelled(known) for known in platform.addresses})


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
