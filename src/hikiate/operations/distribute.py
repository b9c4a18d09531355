"""From an estate to a plan: what every claimant gets from which pools, round by round, and what is set aside.

Data enters as a checked pack, an estate file and the tables beside it, and the regime on the day of the petition.
Pure: the same pack, estate, tables and regime give the same plan.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import polars as pl

from hikiate import __version__
from hikiate.facts.pack import Pack
from hikiate.facts.raw import RawPack
from hikiate.kernel.findings import Finding, Refused
from hikiate.kernel.results import DISTRIBUTION_SCHEMA, Result, RulebookUsed
from hikiate.law.rulebooks import Rulebook
from hikiate.operations.estate_findings import write_figures, write_findings
from hikiate.operations.estate_payments import RoundPayments, round_payments, write_statuses
from hikiate.operations.estate_work import Work
from hikiate.operations.payouts import Paperwork
from hikiate.remedy import estate_kinds as kinds
from hikiate.remedy.allocation import whole
from hikiate.remedy.claims import Claims, claims_on
from hikiate.remedy.estate import METHODS, ClaimEntry, Estate
from hikiate.remedy.estate_claims import history, possible, turns_of
from hikiate.remedy.estate_demands import NO_CUSTOMER
from hikiate.remedy.estate_funds import GENERAL, Fund, summed
from hikiate.remedy.estate_rounds import EarlierRound
from hikiate.remedy.regimes import Regime
from hikiate.rules.sheet import Sheet

_SNAPSHOT_DAYS_MAX = 1
_KEYS = ["customer", "asset"]
_AMOUNTS = ("claim", "ceiling", "base", "pro_rata", "reserved", "paid", "now")


@dataclass(frozen=True, slots=True)
class EstateBeside:
    """What stands beside an estate file: its name and digest, the tables it names, read, and an earlier round.

    `elections` has the class that each customer chose, `made` what each account was paid before.
    """

    file: str
    digest: str
    register: tuple[ClaimEntry, ...] = ()
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    elections: Mapping[str, tuple[str, date]] = field(default_factory=dict)
    unclaimed: tuple[str, ...] = ()
    made: Mapping[tuple[str, str], int] = field(default_factory=dict)
    paperwork: Paperwork = field(default_factory=Paperwork)
    earlier: EarlierRound | None = None


@dataclass(frozen=True, slots=True)
class Distribution:
    """The plan of an estate. `plan` has a row for each claimant and asset, in minor units of the asset.

    `payments` is what the last round pays, what of it waits, and all that was paid by now.
    """

    result: Result
    plan: pl.DataFrame
    funds: tuple[Fund, ...]
    days: tuple[date, ...]
    payments: RoundPayments
    methods: pl.DataFrame | None = None


def distribute(
    pack: Pack, raw: RawPack, estate: Estate, beside: EstateBeside, rulebook: Rulebook, *, with_methods: bool = False
) -> Distribution:
    """Work an estate out; Refused where it contradicts the pack or itself.

    `with_methods` also works it out by every method, so that customers see what each would give them; this needs a
    price of everything that is claimed.
    """
    sheet = Sheet(pack)
    estate = replace(estate, claims=(*estate.claims, *beside.register))
    work = _prepared(sheet, raw, estate, beside, rulebook)
    regime, funds = work.regime, work.funds()
    plan = _plan(funds)
    _find_apart(sheet, estate)
    regime.find(sheet, estate)
    write_figures(work, funds, plan)
    write_findings(work, funds, plan)
    payments = round_payments(sheet, estate, plan, beside.paperwork, beside.earlier)
    write_statuses(sheet, payments.clearance, beside.file)
    methods = _by_method(pack, raw, estate, beside, rulebook) if with_methods else None
    edition = regime.edition
    result = Result(
        exchange=pack.exchange.name,
        as_of=pack.exchange.snapshot_at.isoformat(),
        version=__version__,
        pack_digest=pack.digest,
        rulebooks=(RulebookUsed(edition.book.name, edition.status, edition.book.digest),),
        figures={figure.name: figure for figure in sheet.figures},
        findings=tuple(sheet.findings),
        schema=DISTRIBUTION_SCHEMA,
        annex={
            "estate": estate.id,
            "estate_digest": beside.digest,
            "regime": estate.regime,
            "method": estate.method,
            "rounds": str(len(turns_of(estate))),
            "iteration": str(len(turns_of(estate))),
            "earlier_digest": beside.earlier.digest if beside.earlier else None,
        },
    )
    days = tuple(turn.day for turn in turns_of(estate))
    return Distribution(result, plan, tuple(funds), days, payments, methods)


def _prepared(sheet: Sheet, raw: RawPack, estate: Estate, beside: EstateBeside, rulebook: Rulebook) -> Work:
    """The work with everything taken in; Refused with all that contradicts the ledger or the classes."""
    claims = _claims(sheet, raw, estate)
    past = history(estate, claims)
    scales = {asset: sheet.exchange.scale(asset) for asset in sheet.exchange.assets}
    work = Work(sheet, estate, Regime(rulebook.on(estate.petition_on)), claims, past, file=beside.file)
    found = [*possible(past, scales, beside.file), *_named(work, beside)]
    if found:
        raise Refused(found)
    work.beside(beside.members, beside.elections, beside.unclaimed, beside.made)
    return work


def _claims(sheet: Sheet, raw: RawPack, estate: Estate) -> dict[str, Claims]:
    """The ledger's claims on every asset that is owed; Refused where there is no ledger."""
    if sheet.pack.balances is None:
        raise Refused([kinds.NO_BALANCES.at("balances")])
    named = [entry.asset for entry in estate.claims] + [dispute.asset for dispute in estate.disputes]
    assets = list(dict.fromkeys([*sorted(sheet.pack.balances), *named]))
    return claims_on(assets, raw.tables["balances"], sheet.pack.balances, sheet.exchange, ())


def _named(work: Work, beside: EstateBeside) -> list[Finding]:
    """Faults of the tables that name customers and classes."""
    estate, found = work.estate, []
    names = [terms.name for terms in estate.classes]
    for customer, (name, day) in beside.elections.items():
        where = f"{estate.files.elections}"
        if name not in names:
            found.append(kinds.UNKNOWN_CLASS.at(where, name=name, names=", ".join(names)))
        if estate.elections_until is not None and day > estate.elections_until:
            found.append(kinds.LATE_ELECTION.at(where, customer=customer, day=day, until=estate.elections_until))
    found += [
        kinds.UNKNOWN_CLASS.at(unknown.where, name=unknown.class_name, names=", ".join(names))
        for unknown in estate.unknown
        if unknown.class_name is not None and unknown.class_name not in names
    ]
    listed = {
        **dict.fromkeys(beside.elections, f"{estate.files.elections}"),
        **dict.fromkeys(beside.unclaimed, f"{estate.files.unclaimed}"),
        **{customer: f"{estate.files.made}" for customer, _ in beside.made},
        **{customer: file for file, customers in beside.members.items() for customer in customers},
        **{customer: terms.where for terms in estate.classes for customer in terms.members},
    }
    found += [
        kinds.UNKNOWN_CUSTOMER.at(listed[customer], customer=customer) for customer in work.strangers(list(listed))
    ]
    return found


def _plan(funds: Sequence[Fund]) -> pl.DataFrame:
    """One row for each claimant and asset; what several funds pay of one claim is summed."""
    parts = [fund.rows() for fund in funds]
    rows = pl.concat(parts)
    if len({fund.asset for fund in funds}) < len(funds):
        rows = rows.group_by(*_KEYS, maintain_order=True).agg(pl.first("class"), pl.col(*_AMOUNTS).sum())
    left = pl.col("ceiling") - pl.col("paid") - pl.col("reserved")
    return rows.with_columns(pl.max_horizontal(left, whole(0)).alias("remaining"))


def _find_apart(sheet: Sheet, estate: Estate) -> None:
    if abs((sheet.day - estate.petition_on).days) > _SNAPSHOT_DAYS_MAX:
        sheet.find(kinds.SNAPSHOT_APART.at("petition_on", snapshot=sheet.day, petition=estate.petition_on))


def _by_method(pack: Pack, raw: RawPack, estate: Estate, beside: EstateBeside, rulebook: Rulebook) -> pl.DataFrame:
    """What every customer has by each method, all in money at the prices of claims, paid and reserved together.

    What was sold is money by either method, and pays from the general estate where the other pools pay in kind.
    """
    columns = []
    sold = tuple(pool if pool.realised is None else replace(pool, kind=GENERAL) for pool in estate.pools)
    for method in METHODS:
        pools = sold if method == "in_kind" else estate.pools
        other = replace(estate, method=method, pools=pools, payout={}, minimum={})
        work = _prepared(Sheet(pack), raw, other, beside, rulebook)
        funds = work.funds()
        parts = []
        for (asset,), rows in _plan(funds).group_by("asset", maintain_order=True):
            got = rows.select((pl.col("paid") + pl.col("reserved")).alias(method)).to_series()
            parts.append(rows.select("customer").with_columns(work.valuer.values(got, str(asset))))
        work.refuse()
        columns.append(summed(parts, (method,)))
    first, second = columns
    both = first.join(second, on="customer", how="full", coalesce=True).sort("customer")
    kept = both.filter(~pl.col("customer").str.starts_with(NO_CUSTOMER))
    return kept.select("customer", pl.lit(estate.currency).alias("currency"), pl.col(*METHODS).fill_null(whole(0)))
