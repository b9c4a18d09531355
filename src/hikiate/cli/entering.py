"""The register of inside information: entries made, lists written, and the register checked from its first line."""

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from hikiate.cli.delivering import deliver
from hikiate.cli.language import language
from hikiate.cli.speech import place, put, put_json
from hikiate.conduct.insiders import faults
from hikiate.conduct.insiders.clearance import clearance
from hikiate.conduct.insiders.entering import following, opened
from hikiate.conduct.insiders.entries import FIELDS, FILE, Entry, moment_text
from hikiate.conduct.insiders.lists import insider_list
from hikiate.conduct.insiders.register import PERMANENT, Register
from hikiate.facts.moments import read_moment
from hikiate.kernel.days import japan_text
from hikiate.kernel.findings import Finding, Refused
from hikiate.kernel.results import finding_document
from hikiate.kernel.wording import Language, Term
from hikiate.reports.dossiers.dossier import said
from hikiate.reports.dossiers.insiders import list_dossier, register_dossier
from hikiate.reports.legible import legible
from hikiate.storage.insider_register import insider_register_writer, load_insider_register, open_insider_register

EXIT_DIFFERS = 1
Signed = tuple[str, str | None]
"""Who enters, and when, as it was typed."""


def open_(folder: Path, exchange: str, validity_days: int, signed: Signed, *, as_json: bool, lang: str | None) -> None:
    """Make an empty register."""
    register = opened(exchange, validity_days, _at(signed[1]), signed[0])
    open_insider_register(folder, register)
    _tell(register.entries[0], as_json=as_json, spoken=language(lang))


def enter(folder: Path, kind: str, values: Sequence[str], signed: Signed, *, as_json: bool, lang: str | None) -> None:
    """Enter one entry."""
    given, strange = _fields(kind, values)
    at = _at(signed[1])
    with insider_register_writer(folder) as writer:
        try:
            entry = following(writer.register, kind, at, signed[0], given)
        except Refused as refused:
            raise Refused([*strange, *refused.faults]) from None
        if strange:
            raise Refused(strange)
        writer.enter(entry)
        stands = clearance(writer.register, entry, at) if kind == "requested" else None
    _tell(entry, as_json=as_json, spoken=language(lang), bars=stands.bars if stands else ())


def list_(
    folder: Path, which: tuple[str, str], shown: str | None, out: Path | None, *, as_json: bool, lang: str | None
) -> None:
    """Write an insider list; `which` is the case and the form."""
    register, (case, form) = load_insider_register(folder), which
    _require_case(register, case)
    made = insider_list(register, case, form)
    document = {
        "schema": "hikiate/insider-list/1",
        "form": form,
        "case": case,
        "head": {term.en: said(value, "en") for term, value in made.head},
        "rows": [
            {term.en: said(cell, "en") for term, cell in zip(made.columns, row, strict=True)} for row in made.rows
        ],
        "chain": register.chain,
    }
    deliver(list_dossier(register, case, form), document, shown, out, language(lang), as_json=as_json)


def show(folder: Path, at: str | None, shown: str | None, out: Path | None, *, as_json: bool, lang: str | None) -> None:
    """Show the register as it stands at a moment."""
    register, moment = load_insider_register(folder), _at(at)
    document: dict[str, Any] = {
        "schema": "hikiate/insider-register/1",
        "exchange": register.exchange,
        "at": moment_text(moment),
        "entries": [_plain(entry) for entry in register.entries],
        "late": [[one.case, one.person] for one in register.all_insiders() if one.is_late],
        "requests": {
            request.values["request"]: clearance(register, request, moment).state.value
            for request in register.of("requested")
        },
    }
    deliver(register_dossier(register, moment), document, shown, out, language(lang), as_json=as_json)


def check(folder: Path, head: str | None, *, as_json: bool, lang: str | None) -> None:
    """Verify a register; exits 1 where a line differs or the noted head is not one of its own."""
    spoken = language(lang)
    try:
        register = _continuing(folder, head)
    except Refused as refused:
        if not all(fault.code == faults.LINE_DIFFERS.code for fault in refused.faults):
            raise
        if as_json:
            found = [finding_document(fault) for fault in refused.faults]
            put_json({"schema": "hikiate/insider-check/1", "sound": False, "findings": found})
        else:
            for fault in refused.faults:
                words = fault.ja if spoken == "ja" else fault.en
                put(
                    f"{place(fault.where, spoken)}: {legible(words.found)}\n    {legible(words.wanted)}\n    {words.do}"
                )
        sys.exit(EXIT_DIFFERS)
    if as_json:
        put_json(
            {
                "schema": "hikiate/insider-check/1",
                "sound": True,
                "lines": len(register.entries),
                "chain": register.chain,
            }
        )
        return
    lines = len(register.entries)
    put(
        Term(f"Every line is as it was entered: {lines}.", f"すべての行が記載時のままです（{lines} 行）。").said(spoken)
    )
    put(register.chain)


def _continuing(folder: Path, head: str | None) -> Register:
    """The register, which must have the head noted earlier as one of its own; Refused where it has not."""
    register = load_insider_register(folder)
    if head is not None and head not in {entry.chain for entry in register.entries}:
        wanted = Term("a line whose chain is the head noted earlier", "以前に控えた連鎖値の行")
        raise Refused([faults.LINE_DIFFERS.at(FILE, value=head, wanted=wanted)])
    return register


def _require_case(register: Register, case: str) -> None:
    if case != PERMANENT and case not in register.cases():
        wanted = Term("a case", "案件")
        raise Refused([faults.UNKNOWN.at("--case", value=case, wanted=wanted)])


def _fields(kind: str, values: Sequence[str]) -> tuple[dict[str, str], list[Finding]]:
    """The fields of a kind from FIELD=VALUE, a moment as every entry writes it; and what is no field of it."""
    given: dict[str, str] = dict.fromkeys(FIELDS[kind], "")
    found = []
    for value in values:
        name, equals, text = value.partition("=")
        if not equals or name not in given:
            wanted = Term(f"FIELD=VALUE with one of {', '.join(given)}", f"項目=値（項目: {', '.join(given)}）")
            found.append(faults.MALFORMED.at(name, value=value, wanted=wanted))
        else:
            given[name] = _written(text) if name.endswith("_at") else text
    return given, found


def _written(text: str) -> str:
    """A moment as entries write it; what is none is left for the register to refuse."""
    try:
        return moment_text(read_moment(text))
    except ValueError:
        return text


def _at(text: str | None) -> datetime:
    """The moment of an entry: the one given, or the machine's own clock; never one that is yet to come."""
    now = datetime.now().astimezone()
    if text is None:
        return now
    try:
        at = read_moment(text)
    except ValueError as error:
        wanted = Term(
            "a moment with offset such as 2026-11-20T15:00:00+09:00", "2026-11-20T15:00:00+09:00 のような日時"
        )
        raise Refused([faults.MALFORMED.at("--at", value=text, wanted=wanted)]) from error
    if at > now:
        raise Refused([faults.IN_FUTURE.at("--at", value=text, wanted=moment_text(now))])
    return at


def _plain(entry: Entry) -> dict[str, str]:
    return {"entry": entry.kind, "at": moment_text(entry.at), "by": entry.by, **entry.values, "chain": entry.chain}


def _tell(entry: Entry, *, as_json: bool, spoken: Language, bars: Sequence[Term] = ()) -> None:
    if as_json:
        put_json({"schema": "hikiate/insider-entry/1", **_plain(entry), "barred_by": [bar.en for bar in bars]})
        return
    at = japan_text(entry.at)
    put(Term(f"Entered at {at}, Japan time.", f"{at}（日本時間）に記載しました。").said(spoken))
    for bar in bars:
        put(Term(f"Barred: {legible(bar.en)}.", f"制限に該当: {legible(bar.ja)}。").said(spoken))
    put(entry.chain)
