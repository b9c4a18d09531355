"""From an incident to a determination: who is owed what, who pays it and by when, and what waits for which reason.

Data enters as a checked pack, an incident and the tables beside it. Claims are those of the snapshot; prices, the
method and the rate make entitlements of them; sources are held against those; what earlier iterations paid is taken
off. Pure: the same pack, incident, tables, rulebooks and earlier iteration give the same determination.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import polars as pl

from hikiate import __version__
from hikiate.facts.pack import Pack
from hikiate.facts.raw import RawPack, RawTable
from hikiate.facts.turnover import survey_trades
from hikiate.kernel.amounts import amount_text, grouped, grouped_text
from hikiate.kernel.findings import Refused
from hikiate.kernel.results import COMPENSATION_SCHEMA, Result, RulebookUsed
from hikiate.kernel.wording import Term
from hikiate.law.rulebooks import Edition, Rulebook
from hikiate.operations.payouts import Clearance, Paperwork, cleared, may_be_made, on_their_days
from hikiate.remedy.accidents import accident_findings
from hikiate.remedy.allocation import exact_sum
from hikiate.remedy.claims import Claims, claims_on, only_accounts, read_accounts, read_movements
from hikiate.remedy.determination import changes, scheduled, with_sources, with_status
from hikiate.remedy.entitlements import Terms, entitlements
from hikiate.remedy.funding import Backing, law_of_the_reserve, sources
from hikiate.remedy.haircuts import haircut_rate
from hikiate.remedy.incident import METHOD_WORDS, Incident
from hikiate.remedy.iterations import Iteration, paid_so_far, require_same
from hikiate.remedy.kinds.incident import ACCOUNTS_DIFFER, BELOW_PROMISE, MOVEMENTS_OUTSIDE, NO_PROMISE
from hikiate.remedy.kinds.payout import HISTORY_CHANGED, PENDING
from hikiate.remedy.losses import find_old_snapshot, find_unreconciled, require_possible, write_losses
from hikiate.remedy.outlay import Outlay, costs_of, custody_sources, outlay
from hikiate.remedy.payouts.ledger import due
from hikiate.remedy.pending import PENDING_CODES, WORDS
from hikiate.remedy.reference_prices import ReferencePrice, reference_prices
from hikiate.remedy.tables import as_text
from hikiate.remedy.waterfall import Source
from hikiate.rules.sheet import Sheet, ratio_text


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside an incident file: its name and digest, the tables it names, and other incidents.

    Nobody pays by a replay, so its payments get no keys (`keyed`).
    """

    file: str
    digest: str
    tables: Mapping[str, RawTable] = field(default_factory=dict)
    others: tuple[Incident, ...] = ()
    paperwork: Paperwork = field(default_factory=Paperwork)
    earlier: Iteration | None = None
    keyed: bool = True

    @property
    def number(self) -> int:
        """The number of this iteration, from 1."""
        return self.earlier.number + 1 if self.earlier else 1


@dataclass(frozen=True, slots=True)
class Compensation:
    """The determination of one iteration. Quantities are minor units; `sources` names the columns of the sources.

    `payments` is what is due and cleared, `made` what of it is paid now, `paid` all that was paid by now, `overpaid`
    what was paid beyond what is owed now (remedy.payouts.ledger).
    """

    result: Result
    rows: pl.DataFrame
    sources: tuple[str, ...]
    payments: pl.DataFrame
    made: pl.DataFrame
    paid: pl.DataFrame
    overpaid: pl.DataFrame
    clearance: Clearance
    outlay: Outlay
    changed: pl.DataFrame


def compensate(
    pack: Pack, raw: RawPack, incident: Incident, beside: Beside, rulebooks: Sequence[Rulebook]
) -> Compensation:
    """Work an incident out; Refused where it contradicts the pack, or a number it needs is not there."""
    sheet = Sheet(pack)
    editions = [book.on(incident.occurred_at.date()) for book in rulebooks]
    if beside.earlier is not None:
        require_same(beside.earlier, incident, pack.exchange.name)
    require_possible(sheet, incident, beside.others)
    find_old_snapshot(sheet, incident)
    find_unreconciled(sheet, incident, next((e for e in editions if e.is_in_force and "reconciliation" in e), None))
    claims = _claims(sheet, raw, incident, beside)
    prices = reference_prices(sheet, incident.prices, lambda name: _trades(raw, beside, sheet, name), beside.file)
    borne = write_losses(sheet, incident, claims, beside.file)
    costs = costs_of(sheet, _to_value(sheet, incident, claims), prices)
    rate = Fraction(0)
    if incident.method == "haircut":
        rate = haircut_rate(sheet, incident, claims, costs, beside.file)
    rows = entitlements(list(claims.values()), borne, Terms(incident, pack.exchange, prices, rate))
    needs = _write_entitlements(sheet, incident, rows, prices, beside.file)
    named = _sources(sheet, incident, claims, needs, Backing(law_of_the_reserve(editions), costs))
    laid = outlay(sheet, incident, needs, named, costs)
    clearance, payments, made, paid, overpaid = _payments(sheet, incident, rows, beside, laid)
    rows = with_status(rows, clearance.divided.pending)
    _write_statuses(sheet, rows, needs, beside.file)
    _find_rules(sheet, incident, rows, editions, laid)
    rows, columns = with_sources(rows, laid)
    changed = _changed(sheet, rows, pack, beside)
    used = tuple(RulebookUsed(e.book.name, e.status, e.book.digest, e.book.overlays) for e in editions)
    annex = {
        "incident": incident.id,
        "incident_digest": beside.digest,
        "iteration": str(beside.number),
        "earlier_digest": beside.earlier.digest if beside.earlier else "",
    }
    result = Result(
        exchange=pack.exchange.name,
        as_of=pack.exchange.snapshot_at.isoformat(),
        version=__version__,
        pack_digest=pack.digest,
        rulebooks=used,
        figures={figure.name: figure for figure in sheet.figures},
        findings=tuple(sheet.findings),
        schema=COMPENSATION_SCHEMA,
        annex=annex,
    )
    return Compensation(result, rows, tuple(columns), payments, made, paid, overpaid, clearance, laid, changed)


def _claims(sheet: Sheet, raw: RawPack, incident: Incident, beside: Beside) -> dict[str, Claims]:
    """Claims on every asset that the method touches, at the moment of the incident."""
    liabilities = sheet.pack.balances or {}
    assets = list(incident.lost_assets)
    if incident.method == "haircut":
        assets = list(incident.haircut.assets or {**liabilities, **dict.fromkeys(assets)})
    moved = []
    if incident.files.movements:
        read = read_movements(beside.tables[incident.files.movements], sheet.exchange)
        moved = [row for row in read if sheet.exchange.snapshot_at < row.at <= incident.occurred_at]
        if len(moved) < len(read):
            count = grouped_text(len(read) - len(moved))
            sheet.find(MOVEMENTS_OUTSIDE.at(incident.files.movements, count=count))
    claims = claims_on(assets, raw.tables["balances"], liabilities, sheet.exchange, moved)
    if incident.files.accounts:
        accounts = read_accounts(beside.tables[incident.files.accounts], sheet.exchange)
        claims = {asset: only_accounts(claim, accounts, incident.files.accounts) for asset, claim in claims.items()}
        _require_equal(sheet, incident, claims, [account.asset for account in accounts if account.quantity])
    return claims


def _require_equal(sheet: Sheet, incident: Incident, claims: Mapping[str, Claims], stated: Sequence[str]) -> None:
    """Where accounts say what they lost, it comes to what was lost."""
    found = []
    for asset in dict.fromkeys(stated):
        if asset in incident.lost_assets and claims[asset].total != incident.net(asset):
            said, lost = (
                grouped(amount_text(n, sheet.exchange.scale(asset))) for n in (claims[asset].total, incident.net(asset))
            )
            found.append(ACCOUNTS_DIFFER.at(f"{incident.files.accounts}", stated=said, asset=asset, lost=lost))
    if found:
        raise Refused(found)


def _trades(raw: RawPack, beside: Beside, sheet: Sheet, name: str | None) -> RawTable | None:
    """The pack's trades, which were checked with it, or those of a file, which are checked now."""
    if name is None:
        return raw.tables.get("trades")
    survey_trades(beside.tables[name], sheet.exchange)
    return beside.tables[name]


def _to_value(sheet: Sheet, incident: Incident, claims: Mapping[str, Claims]) -> list[str]:
    """The assets whose value in money something depends on: paid in kind, insured, or cut by value."""
    valued: list[str] = []
    insured = any(funding.source == "insurance" for funding in incident.funding)
    by_value = incident.method == "haircut" and (
        incident.haircut.rate is None and set(claims) != set(incident.lost_assets)
    )
    if insured or by_value or incident.method in {"in_kind", "mixed"}:
        valued += incident.lost_assets
    if by_value or incident.method == "haircut":
        valued += claims
    valued += [funding.asset for funding in incident.funding if funding.asset != sheet.exchange.reporting_currency]
    return list(dict.fromkeys(valued))


def _write_entitlements(
    sheet: Sheet, incident: Incident, rows: pl.DataFrame, prices: Mapping[str, ReferencePrice], citation: str
) -> dict[str, int]:
    """Write `entitlement.<asset>.total` and `customers.affected`; gives the totals in minor units."""
    needs: dict[str, int] = {}
    customers = rows.filter((pl.col("quantity") > 0) | (pl.col("entitlement") > 0))["customer"]
    affected = int(customers.ne_missing(customers.shift(1)).sum())  # they stand in order
    for pay_asset in rows["pay_asset"].unique(maintain_order=True):
        of_asset = rows.filter(pl.col("pay_asset") == pay_asset)
        needs[pay_asset] = exact_sum(of_asset["entitlement"])
        lost = of_asset["asset"].unique(maintain_order=True)
        names = [
            name for asset in lost for name in _stands_on(sheet, incident, asset, pay_asset, prices, citation=citation)
        ]
        if pay_asset in incident.caps:
            cap = sheet.amount(incident.caps[pay_asset], pay_asset)
            names.append(sheet.figures.fact(f"input.cap.{pay_asset}", cap, pay_asset, citation))
        sheet.figures.derive(
            f"entitlement.{pay_asset}.total",
            sheet.amount(needs[pay_asset], pay_asset),
            pay_asset,
            rule=_RULES[incident.method],
            citation=citation,
            inputs=[name for name in dict.fromkeys(names) if name in sheet.figures],
        )
    sheet.figures.derive(
        "customers.affected",
        affected,
        "count",
        rule=Term("customers who lost something or get something", "損失または補償のある利用者の数"),
        citation=citation,
        inputs=[f"entitlement.{asset}.total" for asset in needs],
    )
    return needs


def _stands_on(
    sheet: Sheet,
    incident: Incident,
    asset: str,
    pay_asset: str,
    prices: Mapping[str, ReferencePrice],
    *,
    citation: str,
) -> list[str]:
    """The figures that what is paid for a lost asset is computed from."""
    if incident.method == "haircut":
        return ["haircut.rate", f"claims.{asset}.total"]
    names = [f"loss.{asset}.borne"]
    if incident.method == "mixed":
        share = incident.in_kind_shares[asset]
        names.append(sheet.figures.fact(f"input.mixed.{asset}", *ratio_text(share), citation))
    if pay_asset != asset and asset in prices:
        names.append(prices[asset].figure)
    return names


_RULES = {
    "in_kind": Term("the lost quantity of each customer, in the same asset", "各利用者の被害数量（同一資産で返還）"),
    "cash": Term(
        "the lost quantity of each customer × reference price; the total rounded up to the unit",
        "各利用者の被害数量 × 参照価格（合計で最小単位に切上げ）",
    ),
    "mixed": Term(
        "the stated share of each lost quantity in kind, the rest × reference price",
        "各利用者の被害数量のうち所定の割合を現物で、残りを参照価格で金銭により補償",
    ),
    "haircut": Term("every claim less the cut", "各利用者の債権額から削減額を控除した額"),
}


def _sources(
    sheet: Sheet, incident: Incident, claims: Mapping[str, Claims], needs: Mapping[str, int], backing: Backing
) -> tuple[Source, ...]:
    """The sources in the order in which they bear the loss; before a haircut's, what is left in custody."""
    named = sources(sheet, incident, backing)
    if incident.method != "haircut":
        return named
    return (*custody_sources(claims, incident, needs, backing.costs, sheet.exchange.reporting_currency), *named)


def _payments(
    sheet: Sheet, incident: Incident, rows: pl.DataFrame, beside: Beside, laid: Outlay
) -> tuple[Clearance, pl.DataFrame, pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """What is cleared or waits, what is due and when, what is paid now, all that was paid by now, and what too much."""
    scales = {asset: sheet.exchange.scale(asset) for asset in sheet.exchange.assets}
    before = paid_so_far(beside.earlier, beside.paperwork.returned)
    owing = due(incident.id, beside.number, rows, before, scales, keyed=beside.keyed)
    for finding in owing.findings:
        sheet.find(finding)
    clearance = cleared(sheet, owing.payments, beside.paperwork, incident.noticed_on)
    funded = scheduled(clearance.divided.payable, laid, incident.conveniences)
    payments = on_their_days(funded, beside.paperwork.terms)
    made = may_be_made(payments, beside.paperwork.terms)
    now = made.drop("pay_on").with_columns(pl.lit(beside.number, dtype=pl.UInt32).alias("iteration"))
    return clearance, payments, made, pl.concat([before, now.select(before.columns)]), owing.overpaid


def _write_statuses(sheet: Sheet, rows: pl.DataFrame, needs: Mapping[str, int], citation: str) -> None:
    """Write `payable.<asset>.total` and `pending.<asset>.total`, and find what waits for each reason."""
    for asset in needs:
        of_asset = rows.filter(pl.col("pay_asset") == asset)
        for status, term in _STATUSES.items():
            total = exact_sum(of_asset.filter(pl.col("status") == status)["entitlement"])
            sheet.figures.derive(
                f"{status}.{asset}.total",
                sheet.amount(total, asset),
                asset,
                rule=term,
                citation=citation,
                inputs=[f"entitlement.{asset}.total"],
            )
        waiting = of_asset.filter(pl.col("status") == "pending").group_by("reason", maintain_order=True)
        for (reason,), part in waiting:
            waits = grouped(amount_text(exact_sum(part["entitlement"]), sheet.exchange.scale(asset)))
            sheet.find(
                PENDING.at(
                    f"pending.{asset}.{reason}",
                    count=grouped_text(part["customer"].n_unique()),
                    total=waits,
                    asset=asset,
                    reason=WORDS[next(code for code in PENDING_CODES if code == reason)],
                )
            )


_STATUSES = {
    "payable": Term("entitlements that nothing speaks against", "支払可能な補償額の合計"),
    "pending": Term("entitlements that wait for a reason", "保留中の補償額の合計"),
}


def _find_rules(
    sheet: Sheet, incident: Incident, rows: pl.DataFrame, editions: Sequence[Edition], laid: Outlay
) -> None:
    """What the published policy and the rules on making losses good say of this determination."""
    if incident.promised is None:
        sheet.find(NO_PROMISE.at("incident"))
    elif incident.promised != incident.method:
        sheet.find(
            BELOW_PROMISE.at("incident", promised=METHOD_WORDS[incident.promised], method=METHOD_WORDS[incident.method])
        )
    edition = next((e for e in editions if e.is_in_force and "confirmation" in e), None)
    currency = sheet.exchange.reporting_currency
    if edition is not None:
        by_customer = rows.filter(pl.col("pay_asset") == currency).group_by("customer").agg(pl.col("entitlement").sum())
        paid = [int(minor) for minor in by_customer["entitlement"] if minor]
        first = next((standing.day for standing in laid.standings if standing.draws), incident.noticed_on)
        for finding in accident_findings(edition, incident.accident, incident.exemptions, paid, first):
            sheet.find(finding)


def _changed(sheet: Sheet, rows: pl.DataFrame, pack: Pack, beside: Beside) -> pl.DataFrame:
    """What differs from the iteration before; nothing in the first."""
    scales = {asset: sheet.exchange.scale(asset) for asset in sheet.exchange.assets}
    earlier = beside.earlier
    if earlier is None:
        nothing = as_text(rows.clear(), {"entitlement": "pay_asset"}, scales)
        return changes(nothing, nothing)
    changed = changes(earlier.determination, as_text(rows, {"entitlement": "pay_asset"}, scales))
    if earlier.pack_digest != pack.digest and len(changed):
        count = grouped_text(len(changed))
        sheet.find(HISTORY_CHANGED.at("changes", iteration=earlier.number, count=count))
    return changed
