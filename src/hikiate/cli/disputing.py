"""Disputes: filed, answered, listed and confirmed in a register, and the register checked from its first line."""

import re
import sys
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

from hikiate.cli.language import language
from hikiate.cli.speech import legible_line, place, put, put_json
from hikiate.desk.disputes import OUTCOMES, REASONS, STATES, answer_content, dispute_state
from hikiate.kernel.findings import Finding, Refused
from hikiate.kernel.results import finding_document
from hikiate.kernel.wording import Language, Term
from hikiate.proofs.disputes import FILE, Register, continues, counts
from hikiate.proofs.disputes_faults import IN_FUTURE, UNKNOWN
from hikiate.proofs.disputes_papers import Answer, Dispute, answer_document
from hikiate.proofs.root import Disputes
from hikiate.reports.legible import legible
from hikiate.storage.dispute_register import (
    WANTED_CONFIRMATION,
    WANTED_DISPUTE,
    load_answer,
    load_dispute,
    load_register,
    open_register,
    register_findings,
    register_writer,
)
from hikiate.storage.documents import read_document, read_root_file
from hikiate.storage.proof_store import open_store

_NUMBER = re.compile(r"[0-9a-f]{64}", re.ASCII)

EXIT_OVERDUE = 1
EXIT_DIFFERS = 1


def open_(
    folder: Path, exchange: str, answer_days: int, on: datetime | None, *, as_json: bool, lang: str | None
) -> None:
    """Make an empty register."""
    spoken = language(lang)
    register = open_register(folder, exchange, answer_days, _day(on))
    if as_json:
        put_json({"schema": "hikiate/dispute-register/1", **_register_document(register)})
        return
    put(f"{legible(str(folder))}\n{_promise(register, spoken)}")


def file(paper: Path, folder: Path, on: datetime | None, *, as_json: bool, lang: str | None) -> None:
    """Enter a dispute."""
    spoken, day = language(lang), _day(on)
    with register_writer(folder) as writer:
        entered = writer.file(read_document(paper, WANTED_DISPUTE), paper.name, day)
        number = entered.event.number
        due = writer.register.due(number)
    if as_json:
        document = {
            "schema": "hikiate/dispute-filed/1",
            "number": number,
            "received_on": entered.event.on.isoformat(),
            "due_on": due.isoformat(),
            "already": entered.already,
        }
        put_json(document)
        return
    filed = (
        Term(f"Filed already on {entered.event.on}; not doubled.", f"{entered.event.on} に受付済みです（重複なし）。")
        if entered.already
        else Term(f"Filed on {entered.event.on}.", f"{entered.event.on} に受け付けました。")
    )
    until = Term(f"The exchange's own promise: an answer by {due}.", f"取引所が自ら約束した回答期限: {due}")
    put(f"{number}\n{filed.said(spoken)}\n{until.said(spoken)}")


def answer(
    number: str, folder: Path, given: tuple[str, str, str], on: datetime | None, *, as_json: bool, lang: str | None
) -> None:
    """Enter an answer; `given` is its outcome, its words and who gives it."""
    spoken, day = language(lang), _day(on)
    outcome, words, by = given
    if not _NUMBER.fullmatch(number):
        raise Refused([UNKNOWN.at(legible(number))])
    content = answer_content(number, outcome, words, by, day)
    with register_writer(folder) as writer:
        entered = writer.answer(content, "answer", day)
    if as_json:
        document = {
            "schema": "hikiate/dispute-answered/1",
            "dispute": number,
            "file": entered.event.file,
            "outcome": outcome,
            "answered_on": entered.event.on.isoformat(),
            "already": entered.already,
        }
        put_json(document)
        return
    said = (
        Term("Answered so already; not doubled.", "同じ回答を記載済みです（重複なし）。")
        if entered.already
        else Term(f"Answered on {entered.event.on}.", f"{entered.event.on} に回答を記載しました。")
    )
    put(f"{entered.event.file}\n{said.said(spoken)}")


def confirm(paper: Path, store: Path, folder: Path, on: datetime | None, *, as_json: bool, lang: str | None) -> None:
    """Enter a customer's confirmation, verified with the key of the day's proof store."""
    spoken, day = language(lang), _day(on)
    content = read_document(paper, WANTED_CONFIRMATION)
    with open_store(store) as proofs, register_writer(folder) as writer:
        entered = writer.confirm(content, paper.name, proofs, day)
        checked = counts(writer.register, day, entered.event.number).checked
    if as_json:
        document = {
            "schema": "hikiate/dispute-confirmed/1",
            "day_root": entered.event.number,
            "checked": checked,
            "already": entered.already,
        }
        put_json(document)
        return
    said = (
        Term("Confirmed already; not doubled.", "確認済みです（重複なし）。")
        if entered.already
        else Term("Confirmed.", "検証確認を記載しました。")
    )
    many = Term(f"Customers who checked this day root: {checked}", f"この証明値を検証した利用者: {checked} 名")
    put(f"{entered.event.number}\n{said.said(spoken)}\n{many.said(spoken)}")


def list_(folder: Path, on: datetime | None, *, as_json: bool, lang: str | None) -> None:
    """List the disputes received up to a day, open ones first; exits 1 where one is overdue."""
    spoken, day = language(lang), _day(on)
    register = load_register(folder)
    now = counts(register, day, None)
    answered = {event.number for event in register.events if event.kind == "answered" and event.on <= day}
    numbers = [number for number, received in register.filed.items() if received <= day]
    rows = [(number, dispute_state(register, number, day, answered)) for number in numbers]
    rows.sort(key=lambda row: list(STATES).index(row[1]))
    papers = [(load_dispute(folder, number), load_answer(folder, register, number, day)) for number, _ in rows]
    listed = list(zip(rows, papers, strict=True))
    if as_json:
        document = {
            "schema": "hikiate/disputes/1",
            "on": day.isoformat(),
            **_register_document(register),
            "counts": _counts_document(now),
            "disputes": [
                _row_document(register, number, state, dispute, given) for (number, state), (dispute, given) in listed
            ],
        }
        put_json(document)
    else:
        shown = [_row_text(register, row, dispute, given, spoken) for row, (dispute, given) in listed]
        put("\n".join([_promise(register, spoken), "", *shown, _counts_text(now, spoken)]))
    sys.exit(EXIT_OVERDUE if now.overdue else 0)


def check(folder: Path, root: Path | None, *, as_json: bool, lang: str | None) -> None:
    """Verify a register from its first line, and against a published root; exits 1 where anything differs."""
    spoken = language(lang)
    published = read_root_file(root).disputes if root else Disputes()
    register, found = _checked(folder, published)
    if as_json:
        document = {
            "schema": "hikiate/dispute-check/1",
            "sound": not found,
            "lines": None if register is None else len(register.events) + 1,
            "filed": None if register is None else len(register.filed),
            "head": None if register is None else register.head,
            "findings": [finding_document(finding) for finding in found],
        }
        put_json(document)
    else:
        put(_check_text(register, found, spoken))
    sys.exit(EXIT_DIFFERS if found else 0)


def _checked(folder: Path, published: Disputes) -> tuple[Register | None, list[Finding]]:
    """The register, None where a line of it differs, and everything that is wrong with it."""
    try:
        register, found = register_findings(folder)
    except Refused as refused:
        if any(not fault.where.startswith(FILE) for fault in refused.faults):
            raise
        return None, list(refused.faults)
    try:
        continues(published, register)
    except Refused as refused:
        found += refused.faults
    return register, found


def _promise(register: Register, spoken: Language) -> str:
    exchange, days = legible(register.exchange), register.answer_days
    return Term(
        f"{exchange}: an answer within {days} business days, by the exchange's own promise; no law fixes it.",
        f"{exchange}: {days} 営業日以内に回答します（取引所自らの約束であり、法令の定めはありません）。",
    ).said(spoken)


def _register_document(register: Register) -> dict[str, object]:
    return {
        "exchange": register.exchange,
        "answer_days": register.answer_days,
        "opened_on": register.opened_on.isoformat(),
    }


def _counts_document(now: Disputes) -> dict[str, object]:
    return {name: value for name, value in asdict(now).items() if name != "checked"}


def _counts_text(now: Disputes, spoken: Language) -> str:
    return Term(
        f"filed {now.filed}, open {now.open}, of these overdue {now.overdue}, answered {now.answered}",
        f"受付 {now.filed} 件、未回答 {now.open} 件（うち期限超過 {now.overdue} 件）、回答済み {now.answered} 件",
    ).said(spoken)


def _row_document(
    register: Register, number: str, state: str, dispute: Dispute, given: Answer | None
) -> dict[str, object]:
    return {
        "number": number,
        "state": state,
        "received_on": register.filed[number].isoformat(),
        "due_on": register.due(number).isoformat(),
        "customer": dispute.customer,
        "reason": dispute.reason,
        "as_of": dispute.as_of,
        "answer": None if given is None else answer_document(given),
    }


def _row_text(
    register: Register, row: tuple[str, str], dispute: Dispute, given: Answer | None, spoken: Language
) -> str:
    number, state = row
    customer = Term("customer", "利用者").said(spoken)
    reason = REASONS[dispute.reason].said(spoken)
    received, due = register.filed[number], register.due(number)
    days = Term(f"received {received}, due {due}", f"受付 {received}、期限 {due}").said(spoken)
    lines = [
        f"{STATES[state].said(spoken)}  {number}",
        f"    {days}",
        f"    {customer} {legible(dispute.customer)}  {reason}  {legible(dispute.as_of)}",
    ]
    if dispute.statement:
        lines.append(f"    {legible(dispute.statement)}")
    if given is not None:
        lines.append(
            f"    {given.answered_on}  {OUTCOMES[given.outcome].said(spoken)}  "
            f"{legible(given.words)}  ({legible(given.by)})"
        )
    return "\n".join([*lines, ""])


def _check_text(register: Register | None, found: list[Finding], spoken: Language) -> str:
    if register is not None and not found:
        lines, filed = len(register.events) + 1, len(register.filed)
        return Term(
            f"Every line and every file is as entered. Lines: {lines}, disputes: {filed}.\n{register.head or '-'}",
            f"すべての行とファイルが記載時のままです（{lines} 行、申立て {filed} 件）。\n{register.head or '-'}",
        ).said(spoken)
    wanted, do = ("必要", "対応") if spoken == "ja" else ("wanted", "do")
    lines_told = []
    for finding in found:
        words = finding.ja if spoken == "ja" else finding.en
        lines_told += [
            f"- {place(finding.where, spoken)}: {words.found}",
            f"    {wanted}: {words.wanted}",
            f"    {do}: {words.do}  [{finding.code}]",
        ]
    return "\n".join(map(legible_line, lines_told))


def _day(on: datetime | None) -> date:
    """The day of receipt: the one given, or the one on the machine's own clock; never one that is yet to come."""
    today = datetime.now().astimezone().date()
    day = on.date() if on else today
    if day > today:
        raise Refused([IN_FUTURE.at("--on", value=day.isoformat(), wanted=today.isoformat())])
    return day
