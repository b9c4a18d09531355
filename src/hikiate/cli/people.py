"""Users and limits, requests and approvals, findings and who sees to them."""

import sys
from pathlib import Path

from hikiate.book.records import Approval, Limit, Request, User
from hikiate.cli.desks import Asked, desk
from hikiate.kernel.amounts import amount_text
from hikiate.kernel.digests import sha256
from hikiate.kernel.wording import Term
from hikiate.operations.workspace.approvals import State, amounts, approve, reject, state
from hikiate.operations.workspace.findings import assign, close_finding, day_in_japan, standings
from hikiate.operations.workspace.people import roles_of, scale_of, set_limit, set_roles
from hikiate.operations.workspace.ports import Unit
from hikiate.storage.workspace.file_store import read_bytes

EXIT_OVERDUE = 1
_NONE = Term("none", "ありません")


def users(asked: Asked) -> None:
    """Every user with the roles held now."""
    with desk(asked) as at_desk, at_desk.book.unit() as unit:
        names = dict.fromkeys(user.name for user in unit.rows(User))
        rows: list[dict[str, object]] = [
            {"user": name, "roles": ", ".join(roles_of(unit, name)) or "-"} for name in names
        ]
    at_desk.table("hikiate/users/1", rows, _NONE)


def give_roles(asked: Asked, name: str, roles: list[str]) -> None:
    """Give a user these roles and no others."""
    with desk(asked) as at_desk, at_desk.book.unit() as unit:
        done = set_roles(unit, asked.act, name, roles)
    listed = ", ".join(roles) or "-"
    at_desk.answer("user.roles", done, Term(f"{name}: {listed}", f"{name}: {listed}"))


def limit(asked: Asked, role: str, asset: str, amount: str, two_above: str | None) -> None:
    """Let a role approve up to an amount."""
    with desk(asked) as at_desk, at_desk.book.unit() as unit:
        done = set_limit(unit, asked.act, role, asset, (amount, two_above or amount))
    at_desk.answer("user.limit", done, Term(f"{role}: {amount} {asset}", f"{role}: {amount} {asset}"))


def limits(asked: Asked) -> None:
    """The limits that hold now."""
    with desk(asked) as at_desk, at_desk.book.unit() as unit:
        newest = {(found.role, found.asset): found for found in unit.rows(Limit)}
        rows: list[dict[str, object]] = [
            {
                "role": found.role,
                "asset": found.asset,
                "up_to": amount_text(found.amount_max, scale_of(unit, found.asset)),
                "two_above": amount_text(found.amount_two_above, scale_of(unit, found.asset)),
            }
            for found in newest.values()
        ]
    at_desk.table("hikiate/limits/1", rows, _NONE)


def requests(asked: Asked, *, everything: bool) -> None:
    """The requests that wait for approval, or all of them."""
    with desk(asked) as at_desk, at_desk.book.unit() as unit:
        rows: list[dict[str, object]] = []
        for request in unit.rows(Request):
            stands = state(unit, request)
            if everything or stands is State.OPEN:
                words = list(unit.rows(Approval, request=request.request))
                rows.append(
                    {
                        "request": request.request,
                        "state": stands.value,
                        "kind": request.kind,
                        "subject": request.subject,
                        "amounts": _amounts(unit, request),
                        "maker": request.maker,
                        "checkers": ", ".join(word.checker for word in words) or "-",
                        "particulars": request.particulars,
                    }
                )
    at_desk.table("hikiate/requests/1", rows, _NONE)


def _amounts(unit: Unit, request: Request) -> str:
    listed = (
        f"{amount_text(amount, scale_of(unit, asset))} {asset}" for asset, amount in amounts(request.amounts).items()
    )
    return ", ".join(listed) or "-"


def decide(asked: Asked, number: int, words: str, *, approved: bool) -> None:
    """Approve or reject a request."""
    with desk(asked) as at_desk, at_desk.book.unit() as unit:
        if approved:
            done = approve(unit, asked.act, number, words, at_desk.effects)
        else:
            done = reject(unit, asked.act, number, words)
        stands = state(unit, next(unit.rows(Request, request=number)))
    waiting = Term("another approver is needed", "もう1名の承認が必要です")
    told = waiting if stands is State.OPEN else stands.term
    said = Term(f"request {number}: {told.en}", f"申請 {number}: {told.ja}")
    at_desk.answer("approval.approve" if approved else "approval.reject", done, said)


def findings(asked: Asked) -> None:
    """The open findings, those due first; exits 1 where one is overdue."""
    today = day_in_japan(asked.act.at).isoformat()
    with desk(asked) as at_desk, at_desk.book.unit() as unit:
        standing = standings(unit)
    rows: list[dict[str, object]] = [
        {
            "finding": found.opened.finding,
            "due": found.due or "-",
            "owner": found.owner or "-",
            "severity": found.opened.severity,
            "code": found.opened.code,
            "where": found.opened.place,
            "since": found.opened.since,
        }
        for found in standing
    ]
    at_desk.table("hikiate/open-findings/1", rows, _NONE)
    if any(found.due and found.due < today for found in standing):
        sys.exit(EXIT_OVERDUE)


def assign_finding(asked: Asked, number: int, owner: str, days: int | None) -> None:
    """Give a finding an owner and a day."""
    with desk(asked) as at_desk, at_desk.book.unit() as unit:
        done = assign(unit, asked.act, number, owner, days)
        due = next((found.due for found in standings(unit) if found.opened.finding == number), "") or "-"
    at_desk.answer("finding.assign", done, Term(f"finding {number}: {owner}, {due}", f"指摘 {number}: {owner}、{due}"))


def end_finding(asked: Asked, number: int, evidence: Path, words: str) -> None:
    """Close a finding with evidence."""
    content = read_bytes(evidence, "a file that shows it", "完了を示す証跡ファイル")
    with desk(asked) as at_desk, at_desk.book.unit() as unit:
        done = close_finding(unit, asked.act, number, sha256(content).hex(), words)
        at_desk.store.keep("evidence", content)
    at_desk.answer("finding.close", done, Term(f"finding {number} closed", f"指摘 {number} を完了しました"))
