"""The handover: what an administrator needs on the day of appointment, made of today's data, and what is missing.

Keys are named by reference alone: where coins are, who keeps them and whether their address has signed; no key is ever
asked for. The draft of the estate holds only what stands in the pack: customers' coins, guarantee assets, the trust,
and own money. Own coins are left out of it until they are sold.
"""

from collections.abc import Mapping

import polars as pl

from hikiate.facts.pack import Pack
from hikiate.facts.tables import Holding
from hikiate.kernel.amounts import amount_text, grouped_text
from hikiate.kernel.findings import Finding
from hikiate.kernel.wording import Term
from hikiate.remedy import handover_kinds as kinds
from hikiate.rules.ownership import Standing

SECONDS_MAX = 86_400
"""A bank in resolution has a day to say what is whose (12 CFR Part 370); so has this."""

_KEY_COLUMNS = ("holding", "asset", "amount", "owner", "tier", "keeper", "address", "control")
_PROVIDER_COLUMNS = ("provider", "name", "role", "number", "notified_on", "ends_on", "jurisdiction")
_TABLES: Mapping[str, Term] = {
    "balances": Term("who claims what", "利用者ごとの債権額の把握"),
    "holdings": Term("what there is, and where", "財産とその所在の把握"),
    "statements": Term("holdings that others confirm", "第三者による有高の裏付け"),
    "ownership": Term("control of the addresses", "アドレスの管理権の証明"),
    "prices": Term("claims and pools in money", "債権・財団の評価"),
    "providers": Term("custodians and systems to be called on", "管理委託先・システム提供者への連絡"),
    "policies": Term("insurance to be notified", "保険会社への通知"),
}
_SHOWN_MAX = 5


def key_rows(pack: Pack, controls: Mapping[str, Standing]) -> pl.DataFrame:
    """Where every holding is and who keeps its keys; `controls` has the standing of each address."""
    rows = [
        (
            holding.holding,
            holding.asset,
            amount_text(holding.amount, pack.exchange.scale(holding.asset)),
            holding.owner,
            holding.tier,
            holding.keeper,
            holding.address or "",
            controls.get(holding.address or "", ""),
        )
        for holding in pack.holdings or ()
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(_KEY_COLUMNS, pl.String), orient="row")


def provider_rows(pack: Pack) -> pl.DataFrame:
    """The providers, as they were handed in."""
    rows = [tuple("" if value is None else str(value) for value in provider[1:]) for provider in pack.providers or ()]
    return pl.DataFrame(rows, schema=dict.fromkeys(_PROVIDER_COLUMNS, pl.String), orient="row")


def gaps(pack: Pack, controls: Mapping[str, Standing], *, has_proof: bool, open_disputes: int) -> list[Finding]:
    """What an administrator would miss."""
    found = [
        kinds.NO_TABLE.at(name, table=name, needed_for=needed_for)
        for name, needed_for in _TABLES.items()
        if getattr(pack, name) is None
    ]
    holdings = pack.holdings or ()
    on_chain = [row for row in holdings if pack.exchange.assets[row.asset].kind != "fiat"]
    if nameless := [row for row in on_chain if not row.address]:
        found.append(_shown(kinds.NO_ADDRESS.at, nameless))
    if unproven := [row for row in on_chain if row.address and controls.get(row.address, "unproven") != "proven"]:
        found.append(_shown(kinds.NO_CONTROL.at, unproven))
    known = {provider.provider for provider in pack.providers or ()}
    if strange := [row for row in holdings if row.keeper != "self" and row.keeper not in known]:
        found.append(_shown(kinds.KEEPER_UNKNOWN.at, strange))
    if not has_proof:
        found.append(kinds.NO_PROOF.at("proof"))
    if open_disputes:
        found.append(kinds.DISPUTES_OPEN.at("disputes", count=grouped_text(open_disputes)))
    return found


def draft_estate(pack: Pack) -> str:
    """The estate as an administrator would begin to write it: a petition on the day of the snapshot."""
    day = pack.exchange.day
    lines = [
        f'id = "drill-{day}"',
        'regime = "jp-priority"',
        f"petition_on = {day}",
        f"commencement_on = {day}",
        'method = "in_kind"',
    ]
    for (asset, kind), amount in sorted(_pools(pack).items()):
        text = amount_text(amount, pack.exchange.scale(asset))
        lines += ["", "[[pool]]", f'name = "{kind} {asset}"', f'asset = "{asset}"', f'amount = "{text}"']
        lines += [f'kind = "{kind}"']
    return "\n".join(lines) + "\n"


def _pools(pack: Pack) -> dict[tuple[str, str], int]:
    claimed = {asset for asset, liability in (pack.balances or {}).items() if liability.amount}
    pools: dict[tuple[str, str], int] = {}
    for holding in pack.holdings or ():
        kind = _pool_kind(holding, is_fiat=pack.exchange.assets[holding.asset].kind == "fiat")
        if kind is not None and holding.asset in claimed:
            pools[holding.asset, kind] = pools.get((holding.asset, kind), 0) + holding.amount
    return pools


def _pool_kind(holding: Holding, *, is_fiat: bool) -> str | None:
    """Which kind of pool a holding belongs to; None for own assets, which are no pool until they are money."""
    if is_fiat:
        return "fiat_trust" if holding.owner == "customer" and holding.tier == "trust" else None
    return {"customer": "customer_crypto", "guarantee": "guarantee"}.get(holding.owner)


def _shown(at: kinds.At, rows: list[Holding]) -> Finding:
    shown = ", ".join(row.holding for row in rows[:_SHOWN_MAX])
    more = f" +{len(rows) - _SHOWN_MAX}" if len(rows) > _SHOWN_MAX else ""
    return at("holdings", count=grouped_text(len(rows)), shown=shown + more)
