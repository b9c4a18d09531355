"""An incident carried to its last payment: opened, determined, funded, paid out in batches, settled, closed."""

from datetime import date
from pathlib import Path

from hikiate.book.records import (
    BankSettled,
    Batch,
    Release,
    Request,
    Settlement,
)
from hikiate.cli.desks import Asked, desk, requested
from hikiate.desk import incidents as steps
from hikiate.kernel.amounts import amount_text
from hikiate.kernel.wording import Term
from hikiate.law.rulebooks import Edition
from hikiate.operations.workspace import incidents, payouts
from hikiate.operations.workspace.approvals import state
from hikiate.operations.workspace.findings import day_in_japan
from hikiate.operations.workspace.people import scale_of
from hikiate.storage.lawbooks import library
from hikiate.storage.workspace.file_store import read_bytes

_NONE = Term("none", "ありません")


def open_(asked: Asked, path: Path) -> None:
    """Open an incident by its file."""
    content = read_bytes(path, "an incident file", "事案ファイル")
    with desk(asked) as at_desk:
        incident, done = steps.open_incident(at_desk, asked.acting, content, path.name)
    at_desk.answer("incident.open", done, Term(f"incident {incident} is open", f"事案 {incident} を登録しました"))


def determine_(asked: Asked, incident: str, folder: Path) -> None:
    """Take a determination in and ask for its approval."""
    with desk(asked) as at_desk:
        done = steps.take_determination(at_desk, asked.acting, incident, folder)
    at_desk.answer("incident.determine", done, requested(done.number))


def draw(asked: Asked, incident: str, wanted: tuple[str, str, str], allowed: tuple[str, str | None, str]) -> None:
    """Ask to draw: `wanted` is source, asset and amount, `allowed` purpose, rulebook and the authority's approval."""
    purpose, rulebook, approval = allowed
    with desk(asked) as at_desk, at_desk.book.unit() as unit:
        act = asked.act
        edition = _edition(rulebook, day_in_japan(act.at)) if rulebook else None
        done = incidents.request_draw(unit, act, incident, incidents.Draw(*wanted, purpose, approval, edition))
    at_desk.answer("incident.draw", done, requested(done.number))


def _edition(name: str, day: date) -> Edition:
    return library().choose([name])[0].on(day)


def receive(asked: Asked, incident: str, money: tuple[str, str, str, str], *, claimed: bool) -> None:
    """Enter a claim that was accepted, or money that came back; `money` is source, asset, amount and reference."""
    verb = incidents.claim if claimed else incidents.recover
    with desk(asked) as at_desk, at_desk.book.unit() as unit:
        done = verb(unit, asked.act, incident, incidents.Money(*money))
    at_desk.answer(
        "incident.claim" if claimed else "incident.recover",
        done,
        Term(f"entry {done.number}", f"仕訳 {done.number} を記帳しました"),
    )


def close(asked: Asked, incident: str, words: str) -> None:
    """End an incident."""
    with desk(asked) as at_desk, at_desk.book.unit() as unit:
        done = incidents.close_incident(unit, asked.act, incident, words)
    at_desk.answer("incident.close", done, Term(f"incident {incident} is closed", f"事案 {incident} を終結しました"))


def batch(asked: Asked, incident: str, asset: str, lines: int, *, retry: bool) -> None:
    """Make a batch of the next payments, or of those that came back, and ask for its approval."""
    with desk(asked) as at_desk, at_desk.book.unit() as unit:
        if retry:
            done = payouts.make_retry(unit, asked.act, incident, asset)
        else:
            done = payouts.make_batch(unit, asked.act, incident, asset, lines_max=lines)
        made = payouts.batch_of(unit, incident, done.number)
    said = Term(
        f"batch {made.batch}: {made.payments:,} payments; request {made.request} waits for approval",
        f"バッチ {made.batch}: {made.payments:,} 件。申請 {made.request} は承認待ちです",
    )
    at_desk.answer("payout.batch", done, said)


def release(asked: Asked, incident: str, number: int) -> None:
    """Release an approved batch, and write its payout file; the same file again where it was released before."""
    with desk(asked) as at_desk:
        released = steps.release(at_desk, asked.acting, incident, number)
    handed, file = released.handed, released.file
    said = Term(f"hand over: {handed}\nSHA-256 {file}", f"引渡しファイル: {handed}\nSHA-256 {file}")
    at_desk.answer("payout.release", released.done, said)


def settle_(asked: Asked, incident: str, number: int, path: Path) -> None:
    """Take a settlement file in."""
    with desk(asked) as at_desk:
        done = steps.take_settlement(at_desk, asked.acting, incident, number, path)
    said = Term(f"{done.number:,} payments settled", f"{done.number:,} 件の決済結果を取り込みました")
    at_desk.answer("payout.settle", done, said)


def take_statements(asked: Asked, path: Path) -> None:
    """Take a bank's statements in."""
    with desk(asked) as at_desk:
        done, lines = steps.take_statements(at_desk, asked.acting, path)
    said = Term(
        f"{done.number:,} payments settled; {lines:,} lines with an end-to-end id",
        f"{done.number:,} 件の決済結果を取り込みました（end-to-end ID のある明細 {lines:,} 件）",
    )
    at_desk.answer("payout.statement", done, said)


def set_aside(asked: Asked, incident: str, key: str, reason: str) -> None:
    """Take a payment out of the payouts, with a reason."""
    with desk(asked) as at_desk, at_desk.book.unit() as unit:
        done = payouts.set_aside(unit, asked.act, incident, key, reason)
    at_desk.answer("payout.set-aside", done, Term(f"{key} is pending: {reason}", f"{key} を保留としました: {reason}"))


def batches(asked: Asked, incident: str) -> None:
    """The batches of an incident and what became of them."""
    with desk(asked) as at_desk, at_desk.book.unit() as unit:
        released = {done.batch for done in unit.rows(Release, incident=incident)}
        rows: list[dict[str, object]] = []
        for made in unit.rows(Batch, incident=incident):
            files = list(unit.rows(Settlement, incident=incident, batch=made.batch))
            banks = list(unit.rows(BankSettled, incident=incident, batch=made.batch))
            stands = state(unit, next(unit.rows(Request, request=made.request)))
            rows.append(
                {
                    "batch": made.batch,
                    "request": made.request,
                    "state": "released" if made.batch in released else stands.value,
                    "attempt": made.attempt,
                    "payments": made.payments,
                    "amount": amount_text(made.amount, scale_of(unit, made.asset)),
                    "asset": made.asset,
                    "paid": sum(file.paid for file in files) + sum(file.paid - file.late for file in banks),
                    "returned": sum(file.returned for file in files) + sum(file.returned + file.late for file in banks),
                }
            )
    at_desk.table("hikiate/batches/1", rows, _NONE)
