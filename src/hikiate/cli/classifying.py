"""Tokens classified and reclassified: a pack or a list read, led through the procedure, and put before people."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from hikiate.cli.delivering import deliver
from hikiate.cli.language import language
from hikiate.conduct.tokens import classification, findings
from hikiate.conduct.tokens.classification import Classification, Classified, NotInForce, Reclassification, reclassified
from hikiate.conduct.tokens.facts import TokenFacts, facts_of
from hikiate.conduct.tokens.identity import changed_identities, identity_findings
from hikiate.conduct.tokens.lists import read_list
from hikiate.conduct.tokens.procedure import Duty, Procedure
from hikiate.conduct.tokens.procedure import procedure as shipped
from hikiate.facts.ledger_rows import holders
from hikiate.facts.pack import Pack, read_pack
from hikiate.facts.raw import RawPack
from hikiate.kernel.amounts import amount_text
from hikiate.kernel.days import BusinessCalendar
from hikiate.kernel.findings import Finding, Refused
from hikiate.kernel.results import finding_document
from hikiate.kernel.wording import Term
from hikiate.reports.dossiers.tokens import reclassification_dossier, tokens_dossier
from hikiate.storage.csv_files import write_csv
from hikiate.storage.packs import open_pack
from hikiate.storage.token_lists import read_token_list


@dataclass(frozen=True, slots=True)
class Change:
    """A change of class as it was asked for: which token, to what, when, within how many business days."""

    token: str
    to: str
    on: datetime | None
    within: int | None
    customers: Path | None


def classify(
    source: Path,
    before: Path | None,
    regime: str,
    days: tuple[datetime | None, datetime | None],
    report: tuple[str | None, Path | None],
    *,
    as_json: bool,
    lang: str | None,
) -> None:
    """Classify the tokens of a pack, perhaps beside the pack before, or of a list.

    `days` are the day of the classification and that of the list.
    """
    procedure, (on, as_of) = shipped(regime), days
    found: tuple[Finding, ...] = ()
    if source.is_dir():
        _, pack = _opened(source)
        day = on.date() if on else pack.exchange.day
        tokens, exchange, file = _facts_of(pack), pack.exchange.name, pack.file("tokens")
        found = tuple(identity_findings(file, tokens))
        if before is not None:
            found += tuple(changed_identities(file, _facts_of(_opened(before)[1]), tokens))
        origin = [Term(f"pack {pack.digest}", f"パックのダイジェスト {pack.digest}")]
    else:
        columns, rows = read_token_list(source)
        day = on.date() if on else _today()
        listed = read_list(rows, columns, source.name, day, as_of.date() if as_of else None)
        tokens, found, exchange = listed.tokens, listed.findings, source.name
        origin = [Term(f"list of the form {listed.form}", f"一覧の形式: {listed.form}")]
    classified = _classified(tokens, procedure, day, found)
    spoken = language(lang)
    deliver(tokens_dossier(classified, exchange, origin), _document(classified), *report, spoken, as_json=as_json)


def reclassify(
    folder: Path,
    change: Change,
    regime: str,
    report_format: str | None,
    out: Path | None,
    *,
    as_json: bool,
    lang: str | None,
) -> None:
    """Show what a change of class brings."""
    spoken, procedure = language(lang), shipped(regime)
    raw, pack = _opened(folder)
    by_name = {facts.token: facts for facts in _facts_of(pack)}
    faults: list[Finding] = []
    if change.token not in by_name:
        faults.append(findings.UNKNOWN_TOKEN.at("--token", value=change.token, wanted=", ".join(by_name)))
    if change.to not in procedure.classes:
        faults.append(findings.UNKNOWN_CLASS.at("--to", value=change.to, wanted=", ".join(procedure.classes)))
    if faults:
        raise Refused(faults)
    day = change.on.date() if change.on else pack.exchange.day
    before = _one(by_name[change.token], procedure, day)
    due = None if change.within is None else BusinessCalendar(pack.exchange.jurisdiction).deadline(day, change.within)
    made = reclassified(before, change.to, procedure, day, due)
    table, asset = raw.tables.get("balances"), pack.exchange.assets.get(change.token)
    held = None if table is None or asset is None else holders(table, pack.exchange, change.token)
    scale = asset.scale if asset else 0
    if change.customers is not None:
        rows = [(customer, amount_text(minor, scale)) for customer, minor in held or ()]
        write_csv(change.customers, ("customer", "amount"), rows)
    as_of = pack.exchange.snapshot_at.isoformat()
    dossier = reclassification_dossier(made, procedure, (pack.exchange.name, as_of), held, scale)
    deliver(dossier, _change_document(made, held, scale), report_format, out, spoken, as_json=as_json)


def show_procedure(
    regime: str, report_format: str | None, out: Path | None, *, as_json: bool, lang: str | None
) -> None:
    """Show a procedure: the dossier of no tokens."""
    procedure = shipped(regime)
    classified = Classified(procedure, procedure.verified_on, (), ())
    dossier = tokens_dossier(classified, procedure.name, [])
    deliver(dossier, _document(classified), report_format, out, language(lang), as_json=as_json)


def _opened(folder: Path) -> tuple[RawPack, Pack]:
    raw = open_pack(folder)
    return raw, read_pack(raw)


def _facts_of(pack: Pack) -> tuple[TokenFacts, ...]:
    if pack.tokens is None:
        raise Refused([findings.NO_TOKENS.at("tokens")])
    return tuple(facts_of(row) for row in pack.tokens)


def _one(facts: TokenFacts, procedure: Procedure, day: date) -> Classification:
    try:
        return classification.classify(facts, procedure, day)
    except NotInForce as error:
        wanted = procedure.in_force_from.isoformat()
        raise Refused([findings.NOT_IN_FORCE.at("--on", value=day.isoformat(), wanted=wanted)]) from error


def _classified(
    tokens: tuple[TokenFacts, ...], procedure: Procedure, day: date, found: tuple[Finding, ...]
) -> Classified:
    return Classified(procedure, day, tuple(_one(facts, procedure, day) for facts in tokens), found)


def _today() -> date:
    return datetime.now().astimezone().date()


def _document(classified: Classified) -> dict[str, Any]:
    return {
        "schema": "hikiate/tokens/1",
        "procedure": classified.procedure.name,
        "day": classified.day.isoformat(),
        "tokens": [_token_document(token) for token in classified.tokens],
        "findings": [finding_document(finding) for finding in classified.findings],
    }


def _token_document(token: Classification) -> dict[str, Any]:
    return {
        "token": token.facts.token,
        "name": token.facts.name,
        "class": token.token_class,
        "status": token.status.value,
        "steps": [{"step": taken.step.id, "value": taken.value, "answer": taken.answer} for taken in token.taken],
        "undecided": None if token.reason is None else asdict(token.reason),
        "marks": [mark.id for mark in token.marks],
        "marks_unknown": [mark.id for mark in token.unknown_marks],
        "duties": [_duty_document(duty) for duty in token.duties],
        "evidence": token.facts.evidence,
    }


def _duty_document(duty: Duty) -> dict[str, Any]:
    return {"duty": duty.id, "status": "undecided" if duty.is_undecided else duty.source.status.value, "due": None}


def _change_document(made: Reclassification, held: list[tuple[str, int]] | None, scale: int) -> dict[str, Any]:
    return {
        "schema": "hikiate/reclassification/1",
        "token": made.before.facts.token,
        "before": made.before.token_class,
        "after": made.after,
        "on": made.on.isoformat(),
        "due": made.due.isoformat() if made.due else None,
        "begun": [_duty_document(duty) for duty in made.begun],
        "ended": [_duty_document(duty) for duty in made.ended],
        "kept": [_duty_document(duty) for duty in made.kept],
        "customers": None if held is None else len(held),
        "amount": None if held is None else amount_text(sum(minor for _, minor in held), scale),
    }
