"""An estate in the workspace: opened, its claims filed and examined, its register written out, its rounds taken in."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

import polars as pl

from hikiate.book.accounts import ACCOUNTS
from hikiate.book.records import Asset, ClaimFiled, EstateOpened
from hikiate.cli.desks import AnsweringDesk, Asked, desk, requested
from hikiate.cli.speech import put, put_json, say
from hikiate.facts.entries import Entry, read_toml
from hikiate.facts.exchange import read_exchange
from hikiate.facts.ledger_rows import holders
from hikiate.facts.pack import read_pack
from hikiate.kernel.amounts import amount_text, grouped
from hikiate.kernel.digests import sha256
from hikiate.kernel.findings import Refused
from hikiate.kernel.wording import Language, Term
from hikiate.operations.workspace import claim_register, estates
from hikiate.operations.workspace.claim_steps import ClaimsDesk, Filing, Reason
from hikiate.operations.workspace.claims import EVENTS, STATES, TIMINGS, LedgerOf, state_of
from hikiate.operations.workspace.elections import Choice, request_election
from hikiate.operations.workspace.findings import day_in_japan
from hikiate.operations.workspace.incidents import Money, receive
from hikiate.operations.workspace.people import Scales, scale_of
from hikiate.operations.workspace.ports import Done, Unit
from hikiate.proofs.root import DayRoot
from hikiate.remedy.estate_reader import read_estate
from hikiate.reports.columns import aligned
from hikiate.reports.estate.text import REGIME_WORDS
from hikiate.reports.legible import legible
from hikiate.storage.documents import read_root_file
from hikiate.storage.incident_files import read_toml_file
from hikiate.storage.packs import open_pack
from hikiate.storage.proof_store import require_free
from hikiate.storage.result_folder import ResultFolder
from hikiate.storage.workspace.file_store import FileStore, read_bytes

_WANTED = Term("an estate file (TOML)", "財団ファイル（TOML）")
_NONE = Term("none", "ありません")
_REGISTER = ("customer", "asset", "day", "claim", "disputed", "evidence")
_ELECTIONS = ("customer", "class", "elected_on")
_AMOUNTS = ("amount", "admitted", "disputed")
_ACCOUNTS = (
    "estate_claims", "admitted_claims", "disputed_claims", "estate_pools", "payout_funds", "distributions",
    "compensation_payable", "payout_clearing",
)  # fmt: skip
_HEADS = {
    "estate": Term("Estate", "財団"),
    "regime": Term("Regime", "手続"),
    "petition_on": Term("Petition", "申立日"),
    "claims_until": Term("Last day to file", "債権届出の期限"),
    "elections_until": Term("Last day to elect", "選択の期限"),
    "pack": Term("Ledger (pack)", "元帳（パック）"),
    "proof": Term("Proof (day root)", "証明（当日の証明値）"),
    "claims": Term("Claims filed", "届出債権（件）"),
    "elections": Term("Elections", "クラスの選択（件）"),
    "balances": Term("Balances", "残高"),
}


def open_(asked: Asked, path: Path, root: Path | None) -> None:
    """Open an estate by its file, on the last close before its petition."""
    text = read_toml_file(path, _WANTED)
    content, proof = path.read_bytes(), _named(read_root_file(root)) if root else None
    petition_on = _petition_day(text, path.name)
    with desk(asked) as at_desk:
        with at_desk.book.unit() as unit:
            close = estates.close_before(unit, petition_on)
        pack = read_pack(open_pack(at_desk.store.place("packs", close.pack)))
        estate = read_estate(text, path.name, pack.exchange)
        totals = {asset: liability.amount for asset, liability in (pack.balances or {}).items()}
        file = estates.EstateFile(
            estate.id,
            estate.regime,
            estate.petition_on,
            estate.claims_until,
            estate.elections_until,
            [terms.name for terms in estate.classes],
            sha256(content).hex(),
        )
        with at_desk.book.unit() as unit:
            done = estates.open_estate(unit, asked.act, file, estates.Ledger(close.pack, totals), proof)
            at_desk.store.keep("incidents", content)
    opened = Term(
        f"estate {file.estate} is open; its claims come from the close of {close.as_of}",
        f"財団 {file.estate} を登録しました。債権の基礎は {close.as_of} の日次締めです",
    )
    at_desk.answer("estate.open", done, opened)


def _named(root: DayRoot) -> estates.ProofNamed:
    return estates.ProofNamed(root.exchange, root.as_of, root.pack_digest, root.day_root)


def _petition_day(text: str, file: str) -> date:
    """The day that says which close is the last; the rest of the file is read once its exchange is known."""
    entry = Entry(file, read_toml(text, file), [])
    day = entry.day("petition_on")
    if entry.found:
        raise Refused(entry.found)
    return day


def receive_(asked: Asked, estate: str, money: Money) -> None:
    """Enter what a pool of the estate brought."""
    with desk(asked) as at_desk, at_desk.book.unit() as unit:
        estates.estate_of(unit, estate)
        done = receive(unit, asked.act, estate, money)
    at_desk.answer("estate.receive", done, Term(f"entry {done.number}", f"仕訳 {done.number} を記帳しました"))


class Wanted(NamedTuple):
    """A claim as the command was told it."""

    customer: str
    asset: str
    amount: str
    corrects: int
    words: str


def file_(asked: Asked, estate: str, wanted: Wanted, day: date | None, evidence: Path | None) -> None:
    """Enter a claim; filed today where no day is given."""
    with _claims(asked, estate, evidence) as (at_desk, claims, kept):
        filed_on = day or day_in_japan(asked.act.at)
        account = (wanted.customer, wanted.asset, wanted.amount)
        done = claims.file(Filing(*account, filed_on, wanted.corrects, kept, wanted.words))
    filed = Term(
        f"claim {done.number} waits to be examined: hikiate estate examine {estate} {done.number} --admit AMOUNT",
        f"届出債権 {done.number} を受理しました。認否は hikiate estate examine {estate} {done.number} --admit 数量",
    )
    at_desk.answer("claim.file", done, filed)


def ask(
    asked: Asked, estate: str, verb: str, step: Callable[[ClaimsDesk, Reason], Done], shown: tuple[str, Path | None]
) -> None:
    """Ask for a step of a claim; `shown` is why, in words and as a file."""
    words, evidence = shown
    with _claims(asked, estate, evidence) as (at_desk, claims, kept):
        done = step(claims, Reason(words, kept))
    at_desk.answer(f"claim.{verb}", done, requested(done.number))


def elect(asked: Asked, estate: str, wanted: tuple[str, str], day: date | None, evidence: Path) -> None:
    """Ask to enter a customer's choice of a class; `wanted` is the customer and the class."""
    content = _content(evidence)
    choice = Choice(*wanted, day or day_in_japan(asked.act.at), sha256(content).hex())
    with desk(asked) as at_desk, at_desk.book.unit() as unit:
        done = request_election(unit, asked.act, estate, choice)
        at_desk.store.keep("evidence", content)
    at_desk.answer("claim.elect", done, requested(done.number))


def _content(path: Path) -> bytes:
    return read_bytes(path, "a file that shows it", "裏付けとなる資料のファイル")


@contextmanager
def _claims(asked: Asked, estate: str, evidence: Path | None) -> Iterator[tuple[AnsweringDesk, ClaimsDesk, str]]:
    """The claims of an estate at a desk, and the digest of the evidence, which is kept unless the step is refused."""
    content = _content(evidence) if evidence else None
    shown = "" if content is None else sha256(content).hex()
    with desk(asked) as at_desk, at_desk.book.unit() as unit:
        yield at_desk, ClaimsDesk(unit, asked.act, estate, _ledger(unit, at_desk.store, estate)), shown
        if content is not None:
            at_desk.store.keep("evidence", content)


def _ledger(unit: Unit, store: FileStore, estate: str) -> LedgerOf:
    """What the pack of an estate says of an account; nothing of an asset that it does not have."""
    place = store.place("packs", estates.estate_of(unit, estate).pack)

    def of_account(customer: str, asset: str) -> int:
        raw = open_pack(place)
        exchange, balances = read_exchange(raw.exchange), raw.tables["balances"]
        if asset not in exchange.assets:
            return 0
        own = balances.frame.filter(pl.col("customer").cast(pl.String) == customer)
        return sum(amount for _, amount in holders(replace(balances, frame=own), exchange, asset))

    return of_account


def claims_(asked: Asked, estate: str, customer: str | None) -> None:
    """The claims that were filed, and what has become of each."""
    with desk(asked) as at_desk, at_desk.book.unit() as unit:
        estates.estate_of(unit, estate)
        rows: list[dict[str, object]] = []
        scales = Scales(unit)
        for claim in unit.rows(ClaimFiled, estate=estate):
            if customer not in {None, claim.customer}:
                continue
            state = state_of(unit, claim)
            rows.append(
                {
                    "claim": claim.claim,
                    "state": state if asked.as_json else STATES[state].said(asked.spoken),
                    "customer": claim.customer,
                    "amount": amount_text(claim.amount, scales.of(claim.asset)),
                    "asset": claim.asset,
                    "filed_on": claim.filed_on,
                    "timing": claim.timing if asked.as_json else TIMINGS[claim.timing].said(asked.spoken),
                    "corrects": claim.corrects or "-",
                    "evidence": claim.evidence or "-",
                }
            )
    at_desk.table("hikiate/claims/1", rows, _NONE)


def history(asked: Asked, estate: str, customer: str | None) -> None:
    """Everything that happened to the claims of an estate."""
    with desk(asked) as at_desk, at_desk.book.unit() as unit:
        rows = _history(unit, estate, customer)
    if not asked.as_json:
        rows = [row | {"event": EVENTS[str(row["event"])].said(asked.spoken)} for row in rows]
    at_desk.table("hikiate/claim-history/1", rows, _NONE)


def _history(unit: Unit, estate: str, customer: str | None) -> list[dict[str, object]]:
    rows, scales = [], Scales(unit)
    for line in claim_register.history(unit, estate, customer):
        row, scale = asdict(line), scales.of(line.asset)
        rows.append(row | {name: amount_text(row[name], scale) for name in _AMOUNTS})
    return rows


def register(asked: Asked, estate: str, out: Path) -> None:
    """Write the register, the elections and the history as the tables that an estate file names."""
    require_free(out)
    with desk(asked) as at_desk, at_desk.book.unit() as unit:
        lines = [
            (line.customer, line.asset, line.day, *_texts(unit, line.asset, (line.claim, line.disputed)), line.evidence)
            for line in claim_register.register(unit, estate, _ledger(unit, at_desk.store, estate))
        ]
        chosen = [
            (choice.customer, choice.class_name, choice.elected_on) for choice in claim_register.elections(unit, estate)
        ]
        past = _history(unit, estate, None)
    with ResultFolder(out) as folder:
        folder.add_table(
            "register", pl.DataFrame(lines, schema=dict.fromkeys(_REGISTER, pl.String), orient="row"), "csv"
        )
        folder.add_table(
            "elections", pl.DataFrame(chosen, schema=dict.fromkeys(_ELECTIONS, pl.String), orient="row"), "csv"
        )
        names = [*claim_register.HistoryLine.__dataclass_fields__]
        rows = [[str(row[name]) for name in names] for row in past]
        folder.add_table("history", pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row"), "csv")
        folder.publish()
    if asked.as_json:
        counts = {"register": len(lines), "elections": len(chosen), "history": len(past)}
        put_json({"schema": "hikiate/register/1", "folder": str(out), **counts})
    else:
        say(Term(f"written: {out}", f"書き出しました: {out}").said(asked.spoken))


def _texts(unit: Unit, asset: str, amounts: tuple[int, int]) -> tuple[str, ...]:
    scale = scale_of(unit, asset)
    return tuple(amount_text(amount, scale) for amount in amounts)


def show(asked: Asked, estate: str | None) -> None:
    """How an estate stands: its claims, pools and distributions by asset; or every estate."""
    with desk(asked) as at_desk, at_desk.book.unit() as unit:
        found = [estates.estate_of(unit, estate)] if estate else list(unit.rows(EstateOpened))
        documents = [_standing(unit, one) for one in found]
    if asked.as_json:
        put_json({"schema": "hikiate/estates/1", "estates": documents})
        return
    told = [_standing_text(standing, at_desk.spoken) for standing in documents]
    put("\n\n".join(told) if told else _NONE.said(at_desk.spoken))


def _standing(unit: Unit, opened: EstateOpened) -> dict[str, object]:
    states = [state_of(unit, claim) for claim in unit.rows(ClaimFiled, estate=opened.estate)]
    held = unit.balances(subject=opened.estate)
    balances = {
        f"{account}.{asset.asset}": amount_text(amount, asset.scale)
        for account in _ACCOUNTS
        for asset in unit.rows(Asset)
        if (amount := held.get((account, asset.asset)))
    }
    return {
        "estate": opened.estate,
        "regime": opened.regime,
        "petition_on": opened.petition_on,
        "claims_until": opened.claims_until or "-",
        "elections_until": opened.elections_until or "-",
        "pack": opened.pack,
        "proof": opened.proof or "-",
        "claims": {state: states.count(state) for state in STATES if state in states},
        "elections": len(claim_register.elections(unit, opened.estate)),
        "balances": balances,
    }


def _standing_text(standing: dict[str, object], spoken: Language) -> str:
    heads, lines = [], []
    for name, value in standing.items():
        if not isinstance(value, dict):
            said = REGIME_WORDS[str(value)].said(spoken) if name == "regime" else legible(str(value))
            heads.append((_HEADS[name].said(spoken), said))
            continue
        parts = [(f"  {_part(key, spoken)}", grouped(str(said))) for key, said in value.items()]
        lines += [f"{_HEADS[name].said(spoken)}:", *(aligned(parts, ("left", "right")) or [f"  {_NONE.said(spoken)}"])]
    return "\n".join([*aligned(heads, ("left", "left")), *lines])


def _part(key: str, spoken: Language) -> str:
    """A state of claims, or an account and its asset, in words."""
    account, _, asset = key.partition(".")
    return STATES[key].said(spoken) if key in STATES else f"{ACCOUNTS[account].term.said(spoken)} {asset}"
