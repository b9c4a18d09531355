"""The papers of a dispute, each a JSON document read strictly: the dispute, its answer, and a customer's confirmation.

A paper is kept as the bytes that were received. The SHA-256 of a dispute's bytes is its number. The proof inside a
dispute is kept unjudged: a proof that is no proof is a reason to dispute.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Protocol, cast

from hikiate.kernel.digests import hmac_sha256, sha256
from hikiate.kernel.findings import Refused
from hikiate.kernel.wording import Term
from hikiate.proofs.disputes_faults import MALFORMED, WRONG_CODE, WRONG_DAY_ROOT
from hikiate.proofs.documents import BYTES_MAX, Reading, strict_json
from hikiate.proofs.tree import LEDGERS, Ledger, record

Reason = Literal["no_proof", "check_failed", "balance_differs", "other"]
Outcome = Literal["balance_corrected", "proof_reissued", "claim_rejected", "withdrawn"]

DISPUTE_SCHEMA = "hikiate/dispute/1"
ANSWER_SCHEMA = "hikiate/answer/1"
CONFIRMATION_SCHEMA = "hikiate/confirmation/1"
REASONS: tuple[Reason, ...] = ("no_proof", "check_failed", "balance_differs", "other")
OUTCOMES: tuple[Outcome, ...] = ("balance_corrected", "proof_reissued", "claim_rejected", "withdrawn")
CHECKS = ("root", "day", "lines", "amount", "shape", "padding", "path", "total", "tree")
"""The names of a verification's steps, as the format gives them."""

TEXT_MAX = 2000
"""Characters of a statement or an answer."""
NAME_MAX = 200
"""Characters of an exchange's, a customer's or a person's name and of a moment."""

_DISPUTE_KEYS = (
    "schema", "exchange", "as_of", "day_root", "customer", "reason", "claims", "failed", "statement", "proof", "nonce",
)  # fmt: skip
_CLAIM_KEYS = ("asset", "ledger", "amount")
_ANSWER_KEYS = ("schema", "dispute", "outcome", "words", "by", "answered_on")
_CONFIRMATION_KEYS = ("schema", "exchange", "as_of", "day_root", "customer", "code")
_NONCE = re.compile(r"[0-9a-f]{32}", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a customer says is owed, or is the debt, of one asset: decimal text in units of the asset."""

    asset: str
    ledger: Ledger
    amount: str


@dataclass(frozen=True, slots=True)
class Dispute:
    """A customer's dispute; `day_root` and `proof` are None where the customer has none."""

    exchange: str
    as_of: str
    day_root: str | None
    customer: str
    reason: Reason
    claims: tuple[Claim, ...]
    failed: tuple[str, ...]
    statement: str
    proof: Mapping[str, Any] | None
    nonce: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The exchange's answer to the dispute with the number `dispute` (64 hex digits)."""

    dispute: str
    outcome: Outcome
    words: str
    by: str
    answered_on: date


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A customer's word, borne out by `code` (64 hex digits), that the proof was verified against a day root."""

    exchange: str
    as_of: str
    day_root: str
    customer: str
    code: str


class PublishedDay(Protocol):
    """What a confirmation names of a day."""

    @property
    def exchange(self) -> str:
        """The exchange's name."""

    @property
    def as_of(self) -> str:
        """The moment of the snapshot."""

    @property
    def day_root(self) -> str:
        """The day root (64 hex digits)."""


class KeyedDay(Protocol):
    """A day's published root, and the keys with which its confirmations are verified."""

    @property
    def root(self) -> PublishedDay:
        """What was published."""

    def key(self, customer: str) -> bytes | None:
        """A customer's key of the day; None for a customer without balances."""


def dispute_number(content: bytes) -> str:
    """A dispute's number (64 hex digits): the SHA-256 of the file's bytes."""
    return sha256(content).hex()


def read_dispute(content: bytes, file: str) -> Dispute:
    """A dispute from the bytes of its file; Refused with everything that is wrong with it."""
    reading, plain = _opened(content, file, DISPUTE_SCHEMA, _DISPUTE_KEYS)
    claims = tuple(
        _read_claim(reading, claim, f"claims.{index}")
        for index, claim in enumerate(reading.array(plain["claims"], "claims"))
    )
    if len({(claim.asset, claim.ledger) for claim in claims}) < len(claims):
        reading.wrong("claims", plain["claims"], Term("one claim for each asset and ledger", "資産・区分ごとに一件"))
    read = Dispute(
        exchange=_name(reading, plain["exchange"], "exchange"),
        as_of=_name(reading, plain["as_of"], "as_of"),
        day_root=reading.digest_or_none(plain["day_root"], "day_root"),
        customer=_name(reading, plain["customer"], "customer"),
        reason=cast("Reason", reading.choice(plain["reason"], "reason", REASONS)),
        claims=claims,
        failed=tuple(
            reading.choice(name, f"failed.{index}", CHECKS)
            for index, name in enumerate(reading.array(plain["failed"], "failed"))
        ),
        statement=_statement(reading, plain["statement"]),
        proof=_proof(reading, plain["proof"]),
        nonce=_matching(
            reading, plain["nonce"], "nonce", _NONCE, Term("32 hex digits in lower case", "小文字の16進数32桁")
        ),
    )
    _refuse(reading)
    return read


def read_answer(content: bytes, file: str) -> Answer:
    """An answer from the bytes of its file; Refused with everything that is wrong with it."""
    reading, plain = _opened(content, file, ANSWER_SCHEMA, _ANSWER_KEYS)
    read = Answer(
        dispute=reading.digest(plain["dispute"], "dispute"),
        outcome=cast("Outcome", reading.choice(plain["outcome"], "outcome", OUTCOMES)),
        words=_bounded(reading, reading.text(plain["words"], "words"), "words", TEXT_MAX),
        by=_name(reading, plain["by"], "by"),
        answered_on=_day(reading, plain["answered_on"], "answered_on"),
    )
    _refuse(reading)
    return read


def answer_document(answer: Answer) -> dict[str, str]:
    """The answer as it is written."""
    return {
        "schema": ANSWER_SCHEMA,
        "dispute": answer.dispute,
        "outcome": answer.outcome,
        "words": answer.words,
        "by": answer.by,
        "answered_on": answer.answered_on.isoformat(),
    }


def read_confirmation(content: bytes, file: str) -> Confirmation:
    """A confirmation from the bytes of its file; Refused with everything that is wrong with it."""
    reading, plain = _opened(content, file, CONFIRMATION_SCHEMA, _CONFIRMATION_KEYS)
    read = Confirmation(
        exchange=_name(reading, plain["exchange"], "exchange"),
        as_of=_name(reading, plain["as_of"], "as_of"),
        day_root=reading.digest(plain["day_root"], "day_root"),
        customer=_name(reading, plain["customer"], "customer"),
        code=reading.digest(plain["code"], "code"),
    )
    _refuse(reading)
    return read


def confirmation_code(key: bytes, day_root: str) -> str:
    """The code (64 hex digits) with which a customer who has `key` confirms a day root."""
    return hmac_sha256(key, record("proof-confirmation/1", [day_root])).hex()


def require_confirmed(confirmation: Confirmation, day: KeyedDay, file: str) -> None:
    """Refused where a confirmation is of another day, or its code is not the one that the customer's key makes."""
    named = (confirmation.exchange, confirmation.as_of, confirmation.day_root)
    wanted = (day.root.exchange, day.root.as_of, day.root.day_root)
    if named != wanted:
        raise Refused([WRONG_DAY_ROOT.at(file, value=" ".join(named), wanted=" ".join(wanted))])
    key = day.key(confirmation.customer)
    # Digests are compared in place of the codes: how long that takes says nothing of how much of a guess was right.
    if key is None or sha256(confirmation_code(key, confirmation.day_root).encode()) != sha256(
        confirmation.code.encode()
    ):
        raise Refused([WRONG_CODE.at(file, customer=confirmation.customer)])


def _opened(content: bytes, file: str, schema: str, keys: tuple[str, ...]) -> tuple[Reading, dict[str, Any]]:
    """A paper of a schema and its fields."""
    if len(content) > BYTES_MAX:
        value = Term(f"a file of {len(content):,} bytes", f"{len(content):,} バイトのファイル")
        wanted = Term(f"at most {BYTES_MAX:,} bytes", f"{BYTES_MAX:,} バイト以内")
        raise Refused([MALFORMED.at(file, value=value, wanted=wanted)])
    reading = Reading(file)
    try:
        read_json = strict_json(content, file)
        reading.schema(read_json, schema)
    except Refused as refused:
        raise _as_of_a_paper(refused) from refused
    return reading, reading.record(read_json, "", keys)


def _refuse(reading: Reading) -> None:
    try:
        reading.refuse()
    except Refused as refused:
        raise _as_of_a_paper(refused) from refused


def _as_of_a_paper(refused: Refused) -> Refused:
    """The faults of a document, with what is to be done about them where it came from a customer."""
    return Refused(
        MALFORMED.at(
            fault.where,
            value=Term(fault.en.found, fault.ja.found),
            wanted=Term(fault.en.wanted, fault.ja.wanted),
        )
        for fault in refused.faults
    )


def _read_claim(reading: Reading, plain: object, where: str) -> Claim:
    values = reading.record(plain, where, _CLAIM_KEYS)
    return Claim(
        asset=_name(reading, values["asset"], f"{where}.asset"),
        ledger=cast("Ledger", reading.choice(values["ledger"], f"{where}.ledger", LEDGERS)),
        amount=reading.decimal(values["amount"], f"{where}.amount"),
    )


def _name(reading: Reading, plain: object, where: str) -> str:
    return _bounded(reading, reading.text(plain, where), where, NAME_MAX)


def _statement(reading: Reading, plain: object) -> str:
    """What the customer wrote, which may be nothing."""
    return "" if plain == "" else _bounded(reading, reading.text(plain, "statement"), "statement", TEXT_MAX)


def _bounded(reading: Reading, text: str, where: str, limit: int) -> str:
    if len(text) > limit:
        reading.wrong(where, text, Term(f"at most {limit:,} characters", f"{limit:,} 文字以内"))
    return text


def _proof(reading: Reading, plain: object) -> Mapping[str, Any] | None:
    if plain is not None and not isinstance(plain, dict):
        reading.wrong("proof", plain, Term("the proof as an object, or null", "証明書のオブジェクト、または null"))
        return None
    return plain


def _day(reading: Reading, plain: object, where: str) -> date:
    wanted = Term("a day such as 2026-09-18", "2026-09-18 のような日付")
    text = _matching(reading, plain, where, _DAY, wanted)
    try:
        return date.fromisoformat(text)
    except ValueError:
        if text:
            reading.wrong(where, text, wanted)
        return date.min


def _matching(reading: Reading, plain: object, where: str, pattern: re.Pattern[str], wanted: Term) -> str:
    if isinstance(plain, str) and pattern.fullmatch(plain):
        return plain
    reading.wrong(where, plain, wanted)
    return ""
