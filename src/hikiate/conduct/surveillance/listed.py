"""Trading by those who knew: accounts of listed persons, while they had the information and the public did not.

An account is a person's where the insider list names it, or where the table `accounts` has it under the same owner as
one that the list names. Each alert is about one person and one case.
"""

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from hikiate.conduct.insiders.register import PERMANENT, Case, Insider, Register
from hikiate.conduct.surveillance.alerts import Alert
from hikiate.facts.executions import Executions, microseconds
from hikiate.kernel.amounts import decimal_text, grouped_text
from hikiate.kernel.wording import Term

_FAR = 2**62


def listed_trades(trades: Executions, owners: Mapping[str, str], register: Register) -> list[Alert]:
    """Every person who traded an asset of a case while knowing of it."""
    found: list[Alert] = []
    for case in register.cases().values():
        for insider in (*register.insiders(case.case), *register.insiders(PERMANENT)):
            accounts = accounts_of(insider, owners)
            if accounts:
                found += _of_person(trades, case, insider, accounts)
    return found


def accounts_of(insider: Insider, owners: Mapping[str, str]) -> list[str]:
    """The accounts that the list names, and those linked to them by their owner."""
    named = insider.accounts
    behind = {owners[account] for account in named if account in owners}
    linked = [account for account, owner in owners.items() if owner in behind]
    return list(dict.fromkeys((*named, *linked)))


def _of_person(trades: Executions, case: Case, insider: Insider, accounts: Sequence[str]) -> Iterator[Alert]:
    starts = max(insider.obtained_at, case.arose_at)
    ends = [moment for moment in (insider.ceased_at, case.published_at) if moment is not None]
    end = microseconds(min(ends)) if ends else _FAR
    markets = [market for market, base in trades.bases.items() if base in case.assets]
    bought, sold = pl.col("buyer").is_in(accounts), pl.col("seller").is_in(accounts)
    within = (pl.col("at") >= microseconds(starts)) & (pl.col("at") < end)
    groups = trades.collect(
        trades.frame.filter(pl.col("market").is_in(markets) & within & (bought | sold))
        .group_by("market")
        .agg(
            pl.len().alias("trades"),
            pl.col("size").filter(bought).sum().alias("bought"),
            pl.col("size").filter(sold).sum().alias("sold"),
            pl.col("at").min().alias("first"),
            pl.col("at").max().alias("last"),
        )
        .sort("market")
    )
    for row in groups.iter_rows(named=True):
        market, base = row["market"], trades.bases[row["market"]]
        first, last = trades.moment(row["first"]), trades.moment(row["last"])
        sizes = [trades.amount(market, row[name]) for name in ("bought", "sold")]
        bought_said, sold_said = (grouped_text(size) for size in sizes)
        knew = starts.astimezone(trades.exchange.snapshot_at.tzinfo).isoformat(timespec="minutes")
        count, by = grouped_text(row["trades"]), ", ".join(accounts)
        yield Alert(
            "insider",
            f"{insider.person} ({case.case})",
            market,
            first,
            last,
            Term(
                f"{insider.person} knew of {case.case} from {knew} and traded {count} times before it was "
                f"public: bought {bought_said}, sold {sold_said} {base} (accounts {by})",
                f"{insider.person} は {knew} から {case.case} を知り、公表前に {count} 件を売買しました"
                f"（買 {bought_said}、売 {sold_said} {base}、口座 {by}）",
            ),
            {"trades": str(row["trades"]), "bought": decimal_text(sizes[0]), "sold": decimal_text(sizes[1])},
        )
