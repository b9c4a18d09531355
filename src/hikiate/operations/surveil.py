"""Surveillance of a pack's trades: those who knew, what moved before announcements, and trades with oneself.

Data enters as a checked pack, its raw table of trades, and, where there is one, the register of inside information;
alerts leave. Pure: the same pack, register, announcements and measures give the same alerts.
"""

from collections.abc import Sequence

from hikiate.conduct.insiders.register import Register
from hikiate.conduct.surveillance.alerts import Alert
from hikiate.conduct.surveillance.events import (
    Announcement,
    Study,
    TooLarge,
    markets_of,
    positions,
    stretches,
    study,
    study_alert,
)
from hikiate.conduct.surveillance.listed import listed_trades
from hikiate.conduct.surveillance.measures import Measures
from hikiate.conduct.surveillance.surveyed import Surveyed
from hikiate.conduct.surveillance.wash import ping_pong, self_trades
from hikiate.facts import faults
from hikiate.facts.executions import Executions, executions
from hikiate.facts.pack import Pack
from hikiate.facts.raw import RawPack
from hikiate.kernel.findings import Refused


def surveil(
    raw: RawPack,
    pack: Pack,
    register: Register | None,
    announcements: Sequence[Announcement],
    measures: Measures,
) -> Surveyed:
    """Look at the trades of a pack; Refused where it has none.

    The published cases of the register are announcements besides those that are given.
    """
    if "trades" not in raw.tables:
        missing = faults.NO_FILE.at(
            "trades",
            wanted="the table trades",
            wanted_ja="表 trades",
            do="hand in the trades; buyer and seller are needed to see who traded",
            do_ja="約定を提出してください。当事者の確認には buyer と seller の列が必要です",
        )
        raise Refused([missing])
    trades = executions(raw.tables["trades"], pack.exchange)
    owners = {row.account: row.owner for row in pack.accounts or ()}
    published = [
        Announcement(case.case, case.published_at, case.assets)
        for case in (register.cases().values() if register else ())
        if case.published_at is not None
    ]
    alerts: list[Alert] = []
    studies: list[Study] = []
    if trades.has_parties and register is not None:
        alerts += listed_trades(trades, owners, register)
    for announcement in (*published, *announcements):
        for market in markets_of(trades, announcement):
            made, seen = _event(trades, announcement, market, measures)
            studies += made
            alerts += seen
    if trades.has_parties:
        alerts += [*self_trades(trades, owners), *ping_pong(trades, owners, measures)]
    return Surveyed(tuple(alerts), tuple(studies), trades.has_parties, measures)


def _event(
    trades: Executions, announcement: Announcement, market: str, measures: Measures
) -> tuple[list[Study], list[Alert]]:
    """The event study of a market, and what it and the accounts have to say; nothing where nobody traded."""
    try:
        cut = stretches(trades, announcement, market, measures)
    except TooLarge as error:
        raise Refused([faults.OVERFLOW.at(f"trades {market}", value="price x size")]) from error
    if not cut:
        return [], []
    made = study(announcement, market, cut, measures)
    said = study_alert(made, measures)
    alerts = [] if said is None else [said]
    if trades.has_parties:
        alerts += positions(trades, announcement, market, cut, measures)
    return [made], alerts
