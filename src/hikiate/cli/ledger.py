"""The journal listed, its balances, its corrections; the reserve set aside and released."""

from itertools import islice

from hikiate.book.accounts import ACCOUNTS
from hikiate.book.journal import Entry, Posting
from hikiate.book.records import Asset
from hikiate.cli.desks import Asked, desk, moment, requested
from hikiate.desk.reserve import release as release_reserve
from hikiate.kernel.amounts import amount_text
from hikiate.kernel.wording import Term
from hikiate.operations.workspace.corrections import request_correction
from hikiate.operations.workspace.reserve import request_provision

_NONE = Term("none", "ありません")


def journal(asked: Asked, number: int | None, count: int) -> None:
    """The postings of an entry, or the last entries."""
    with desk(asked) as at_desk, at_desk.book.unit() as unit:
        newest = unit.journal.number
        numbers = [number] if number is not None else range(max(1, newest - count + 1), newest + 1)
        scales = {asset.asset: asset.scale for asset in unit.rows(Asset)}
        rows: list[dict[str, object]] = []
        for place in numbers:
            entry = unit.entry(place)
            if entry is None:
                continue
            shown = unit.postings(place) if number is not None else islice(unit.postings(place), 5)
            rows += [_row(entry, posting, scales, asked) for posting in shown]
    at_desk.table("hikiate/journal/1", rows, _NONE)


def _row(entry: Entry, posting: Posting, scales: dict[str, int], asked: Asked) -> dict[str, object]:
    return {
        "entry": entry.number,
        "at": entry.at,
        "by": entry.by,
        "kind": entry.kind,
        "debit": _account(posting.debit, asked),
        "credit": _account(posting.credit, asked),
        "amount": amount_text(posting.amount, scales.get(posting.asset, 0)),
        "asset": posting.asset,
        "subject": posting.subject,
        "key": posting.key,
        "memo": entry.memo,
    }


def _account(name: str, asked: Asked) -> str:
    return name if asked.as_json else ACCOUNTS[name].term.said(asked.spoken)


def balances(asked: Asked, until: str | None) -> None:
    """What each account holds, now or at a moment."""
    at_moment = moment(until) if until is not None else None
    with desk(asked) as at_desk, at_desk.book.unit() as unit:
        balances, assets = unit.balances(until=at_moment), list(unit.rows(Asset))
        rows: list[dict[str, object]] = [
            {
                "account": _account(name, asked),
                "side": account.side.value,
                "asset": asset.asset,
                "balance": amount_text(held, asset.scale),
            }
            for name, account in ACCOUNTS.items()
            for asset in assets
            if (held := balances.get((name, asset.asset)))
        ]
    at_desk.table("hikiate/balances/1", rows, _NONE)


def correct(asked: Asked, number: int, reason: str) -> None:
    """Ask for the reversal of an entry."""
    with desk(asked) as at_desk, at_desk.book.unit() as unit:
        done = request_correction(unit, asked.act, number, reason)
    at_desk.answer("journal.correct", done, requested(done.number))


def provision(asked: Asked, asset: str, amount: str, memo: str) -> None:
    """Ask to set an amount aside for the reserve."""
    with desk(asked) as at_desk, at_desk.book.unit() as unit:
        done = request_provision(unit, asked.act, asset, amount, memo)
    at_desk.answer("reserve.provision", done, requested(done.number))


def release(asked: Asked, asset: str, amount: str, rulebook: str) -> None:
    """Ask to take out what stands above what must be held."""
    with desk(asked) as at_desk:
        done = release_reserve(at_desk, asked.acting, (asset, amount), rulebook)
    at_desk.answer("reserve.release", done, requested(done.number))
