"""What a signed message proves: control of the address by this exchange on this day, or less, and why.

A message proves where it names the exchange, the snapshot's day and the address, each as words of their own, and was
signed by the address's key. Otherwise the same coins could be shown by another exchange, or on another day.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from hikiate.facts.tables import Ownership
from hikiate.kernel.wording import Term
from hikiate.proofs.ownership.signatures import SCHEMES, Scheme, is_signed, schemes_of

Standing = Literal["proven", "unproven", "refuted"]

TEXT_MAX = 4_096
"""Characters of a message or a signature beyond which none is looked at."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a signed message comes to, in which scheme it was signed, and why it proves no more."""

    signed: Ownership
    standing: Standing
    scheme: Scheme | None
    reason: Term


def judged(signed: Ownership, exchange: str, day: date) -> Verdict:
    """What a signed message proves for an exchange on a day."""
    schemes = tuple(one for one in SCHEMES if one == signed.scheme) or schemes_of(signed.address)
    if not schemes:
        return Verdict(
            signed, "unproven", None, Term("no scheme for such an address", "対応する署名方式のないアドレス")
        )
    if max(len(signed.message), len(signed.signature)) > TEXT_MAX:
        return Verdict(signed, "unproven", None, Term("a text too long", "文字列が長すぎます"))
    found = next((one for one in schemes if is_signed(one, signed.address, signed.message, signed.signature)), None)
    if found is None:
        tried = ", ".join(schemes)
        return Verdict(
            signed,
            "refuted",
            None,
            Term(f"not signed by this address ({tried})", f"このアドレスの署名ではありません（{tried}）"),
        )
    lacking = _lacking(signed, exchange, day)
    if lacking:
        names = Term(", ".join(term.en for term in lacking), "・".join(term.ja for term in lacking))
        return Verdict(
            signed,
            "unproven",
            found,
            Term(f"the message does not name {names.en}", f"メッセージに{names.ja}がありません"),
        )
    return Verdict(signed, "proven", found, Term(f"signed ({found})", f"署名を確認（{found}）"))


def _lacking(signed: Ownership, exchange: str, day: date) -> list[Term]:
    """What a message ought to name and does not."""
    address = signed.address
    # Hex and bech32 addresses are the same in capitals; base58 ones are not.
    folded = address.startswith("0x") or address.lower().startswith("bc1")
    message = signed.message.lower() if folded else signed.message
    wanted = [
        (Term("the exchange", "取引所名"), signed.message, exchange),
        (Term("the day", "基準日"), signed.message, day.isoformat()),
        (Term("the address", "アドレス"), message, address.lower() if folded else address),
    ]
    return [term for term, text, word in wanted if not names_word(text, word)]


def names_word(text: str, word: str) -> bool:
    """Whether a text has a word that is not part of a longer one."""
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None


def controls(rows: Iterable[Ownership], exchange: str, day: date) -> dict[str, Verdict]:
    """The verdict that counts of each address: one that proves, else one that refutes, else any."""
    order: tuple[Standing, ...] = ("proven", "refuted", "unproven")
    found: dict[str, Verdict] = {}
    for row in rows:
        verdict = judged(row, exchange, day)
        before = found.get(row.address)
        if before is None or order.index(verdict.standing) < order.index(before.standing):
            found[row.address] = verdict
    return found
