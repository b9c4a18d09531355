"""Bank statements in XML: ISO 20022 camt.053 (statement of a day) and camt.054 (notification of debits and credits).

Read entry by entry and without a document type, so that neither an entity nor a file of any size fills the memory.
What makes a statement doubtful refuses the whole file: XML that is cut short, an amount that is none, a count of
entries that is not theirs, or booked entries that do not lead from the opening to the closing balance. Only what is
booked is taken (`Sts` BOOK); what is pending or for information has moved no money.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse

from hikiate.book.arrivals import BankLine, BankStatement
from hikiate.facts.faults import UNREADABLE
from hikiate.kernel.findings import Finding, Refused
from hikiate.storage.workspace.bank_faults import COUNT_DIFFERS, NOT_LEVEL, NOT_READ
from hikiate.storage.workspace.file_store import absent, file_digest

NO_ID = frozenset(("", "NOTPROVIDED", "NONREF"))
"""What banks write for an end-to-end id where there was none."""

_BYTES_MAX = 1024 * 1024 * 1024
_DEPTH_MAX = 64
_STATEMENTS = {"Stmt": "", "Ntfctn": " (camt.054)"}
"""The elements that are statements, and what sets the ids of notifications apart from those of statements."""

_MESSAGES = re.compile(r"urn:iso:std:iso:20022:tech:xsd:camt\.05[34]\.001\.[0-9]{2}", re.ASCII)
_AMOUNT = re.compile(r"[0-9]{1,18}(?:\.[0-9]{0,5})?|\.[0-9]{1,5}", re.ASCII)
_TEXT_MAX = 500
_DAY_LENGTH = len("2026-11-26")


@dataclass(frozen=True, slots=True)
class BankFile:
    """A file of bank statements at hand."""

    name: str
    digest: str
    statements: tuple[BankStatement, ...]


@dataclass(slots=True)
class _Draft:
    """A statement as far as it has been read."""

    apart: str
    parts: dict[str, str] = field(default_factory=dict)
    balances: dict[str, tuple[Decimal, str]] = field(default_factory=dict)
    moved: Decimal = Decimal(0)
    entries: int = 0
    lines: list[BankLine] = field(default_factory=list)


def read_bank_file(path: Path) -> BankFile:
    """Read every statement of a file; Refused with all its faults."""
    if not path.is_file():
        raise Refused([absent(path, "a bank statement (camt.053 or camt.054)", "銀行明細（camt.053 または camt.054）")])
    if path.stat().st_size > _BYTES_MAX:
        raise Refused([_unreadable(path, f"more than {_BYTES_MAX} bytes")])
    found: list[Finding] = []
    try:
        statements = [_statement(path.name, draft, found) for draft in _drafts(path, found)]
    except (ParseError, DefusedXmlException, LookupError, ValueError) as error:  # the last two: of an encoding
        raise Refused([_unreadable(path, str(error).partition("\n")[0])]) from error
    if not statements and not found:
        found.append(NOT_READ.at(path.name, value="no Stmt and no Ntfctn / Stmt も Ntfctn もありません"))
    if found:
        raise Refused(found)
    return BankFile(path.name, file_digest(path), tuple(statements))


def _unreadable(path: Path, value: str) -> Finding:
    wanted = "whole XML without a DTD: camt.053 or camt.054", "DTD のない完全な XML（camt.053 または camt.054）"
    return UNREADABLE.at(path.name, value=value, wanted=wanted[0], wanted_ja=wanted[1])


def _drafts(path: Path, found: list[Finding]) -> Iterator[_Draft]:
    """Each statement when its end is reached; every element is let go of as soon as it has been read."""
    above: list[Any] = []
    draft = _Draft("")
    for event, element in iterparse(str(path), events=("start", "end"), forbid_dtd=True):
        if event == "start":
            if not above and not _MESSAGES.fullmatch(_space(element)):
                found.append(NOT_READ.at(path.name, value=_space(element) or _local(element)))
                return
            if len(above) == _DEPTH_MAX:
                raise ParseError(f"elements more than {_DEPTH_MAX} deep")
            above.append(element)
            if _local(element) in _STATEMENTS:
                draft = _Draft(_STATEMENTS[_local(element)])
            continue
        above.pop()
        if above and _local(above[-1]) in _STATEMENTS:
            _take(draft, element, path.name, found)
            above[-1].remove(element)
        elif _local(element) in _STATEMENTS:
            yield draft


def _take(draft: _Draft, element: Any, name: str, found: list[Finding]) -> None:  # noqa: ANN401 - defusedxml has no types
    """A part of a statement."""
    for inner in element.iter():
        inner.tag = _local(inner)
    match element.tag:
        case "Id" | "ElctrncSeqNb" | "CreDtTm":
            draft.parts[element.tag] = (element.text or "").strip()
        case "StmtPgntn" | "NtfctnPgntn":
            draft.parts["page"] = _text(element, "PgNb")
        case "TxsSummry":
            draft.parts["count"] = _text(element, "TtlNtries/NbOfNtries")
        case "Acct":
            draft.parts["account"] = _text(element, "Id/IBAN") or _text(element, "Id/Othr/Id")
            draft.parts["currency"] = _text(element, "Ccy")
        case "Bal":
            amount = _amount(element, f"{name} balance {len(draft.balances) + 1}", found)
            code = _text(element, "Tp/CdOrPrtry/Cd")
            day = _text(element, "Dt/Dt") or _text(element, "Dt/DtTm")
            draft.balances[code] = (amount if _is_credit(element) else -amount, day[:_DAY_LENGTH])
            draft.parts.setdefault("of_balance", _currency(element))
        case "Ntry":
            draft.entries += 1
            _take_entry(draft, element, f"{name} entry {draft.entries}", found)
        case _:
            pass


def _take_entry(draft: _Draft, entry: Any, where: str, found: list[Finding]) -> None:  # noqa: ANN401 - as above
    """A booked entry: what it moves, and each transfer of it that bears an end-to-end id."""
    if (_text(entry, "Sts/Cd") or _text(entry, "Sts")) != "BOOK":
        return
    amount = _amount(entry, where, found)
    draft.moved += amount if _is_credit(entry) else -amount
    details = entry.findall("NtryDtls/TxDtls")
    known = [detail for detail in details if _text(detail, "Refs/EndToEndId") not in NO_ID]
    if not known:
        return
    if len(details) > 1:
        total = sum((_amount(_of_detail(detail), where, found) for detail in details), Decimal(0))
        if total != amount and {_currency(_of_detail(detail)) for detail in details} == {_currency(entry)}:
            found.append(NOT_LEVEL.at(where, value=f"{total:f}", wanted=f"{amount:f}"))
    for detail in known:
        priced = _of_detail(detail)
        stated = priced if priced.find("Amt") is not None or len(details) > 1 else entry
        _amount(stated, where, found)
        draft.lines.append(
            BankLine(
                draft.entries,
                (_text(entry, "BookgDt/Dt") or _text(entry, "BookgDt/DtTm"))[:_DAY_LENGTH],
                _text(detail, "Refs/EndToEndId"),
                _currency(stated),
                _text(stated, "Amt"),
                _is_credit(detail if detail.find("CdtDbtInd") is not None else entry),
                _text(detail, "Refs/AcctSvcrRef") or _text(entry, "AcctSvcrRef") or _text(entry, "NtryRef"),
                _reason(detail, entry),
            )
        )


def _of_detail(detail: Any) -> Any:  # noqa: ANN401 - as above
    """The element that has a transfer's amount: itself since version 3 of the message, `TxAmt` before."""
    if detail.find("Amt") is None and detail.find("AmtDtls/TxAmt") is not None:
        return detail.find("AmtDtls/TxAmt")
    return detail


def _reason(detail: Any, entry: Any) -> str:  # noqa: ANN401 - as above
    """Why a transfer came back, as the bank says it."""
    said = [
        _text(detail, "RtrInf/Rsn/Cd") or _text(detail, "RtrInf/Rsn/Prtry"),
        _text(detail, "RtrInf/AddtlInf") or _text(detail, "AddtlTxInf") or _text(entry, "AddtlNtryInf"),
    ]
    return " ".join(part for part in said if part)


def _statement(name: str, draft: _Draft, found: list[Finding]) -> BankStatement:
    parts = draft.parts
    opening = draft.balances.get("OPBD") or draft.balances.get("PRCD")
    closing = draft.balances.get("CLBD")
    where = f"{name} statement {parts.get('Id') or '-'}"
    found += [
        NOT_READ.at(where, value=f"{element} -")
        for element, part in (("Id", "Id"), ("Acct/Id", "account"))
        if not parts.get(part)
    ]
    if opening and closing and opening[0] + draft.moved != closing[0]:
        found.append(NOT_LEVEL.at(where, value=f"{opening[0] + draft.moved:f}", wanted=f"{closing[0]:f}"))
    if parts.get("count") and parts["count"] != str(draft.entries):
        found.append(COUNT_DIFFERS.at(where, value=draft.entries, wanted=parts["count"]))
    return BankStatement(
        parts.get("account", ""),
        parts.get("Id", "") + draft.apart,
        parts.get("page", ""),
        closing[1] if closing else parts.get("CreDtTm", "")[:_DAY_LENGTH],
        parts.get("currency") or parts.get("of_balance", ""),
        f"{closing[0]:f}" if closing else "",
        tuple(draft.lines),
    )


def _amount(element: Any, where: str, found: list[Finding]) -> Decimal:  # noqa: ANN401 - as above
    text = _text(element, "Amt")
    if _AMOUNT.fullmatch(text) and _currency(element):
        return Decimal(text)
    found.append(NOT_READ.at(where, value=f"Amt {text or '-'} {_currency(element) or '-'}"))
    return Decimal(0)


def _currency(element: Any) -> str:  # noqa: ANN401 - as above
    amount = element.find("Amt")
    return "" if amount is None else str(amount.get("Ccy") or "")


def _is_credit(element: Any) -> bool:  # noqa: ANN401 - as above
    return _text(element, "CdtDbtInd") == "CRDT"


def _text(element: Any, path: str) -> str:  # noqa: ANN401 - as above
    return (element.findtext(path) or "").strip()[:_TEXT_MAX]


def _local(element: Any) -> str:  # noqa: ANN401 - as above
    return str(element.tag).rpartition("}")[2]


def _space(element: Any) -> str:  # noqa: ANN401 - as above
    return str(element.tag).rpartition("}")[0].lstrip("{")
