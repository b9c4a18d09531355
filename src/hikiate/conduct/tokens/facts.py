"""The facts of a token: what is known of it, from whom, and what the steps of a procedure make of it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from hikiate.conduct.tokens.procedure import Procedure
from hikiate.facts.tables import Token
from hikiate.kernel.rates import rate
from hikiate.kernel.wording import Term
from hikiate.proofs.ownership.curves import keccak256

NONE = "none"

_YES = {"yes", "true"}
_NO = {"no", "false"}
_HEX_ADDRESS = re.compile(r"0[xX][0-9a-fA-F]{40}", re.ASCII)
_NOBODY = "0" * 40


@dataclass(frozen=True, slots=True)
class TokenFacts:
    """What is known of one token. `values` are words by fact; `doubts` are why a fact that was given does not count."""

    token: str
    name: str
    values: Mapping[str, str]
    evidence: str
    doubts: Mapping[str, Term]

    def answer(self, fact: str, procedure: Procedure) -> str | None:
        """The answer of a fact to a step; None where it is unknown or in doubt."""
        value = None if fact in self.doubts else self.values.get(fact)
        if value is None:
            return None
        return _ANSWERS.get(fact, _yes_or_no)(value, procedure)

    def share(self, fact: str) -> Fraction | None:
        """A fact that is a share; None where it is unknown or no number."""
        try:
            return rate(self.values.get(fact) or "")
        except ValueError:
            return None


def facts_of(row: Token) -> TokenFacts:
    """What a row of the pack's table `tokens` says."""
    written = {
        "identifier": row.identifier,
        "unique": row.unique,
        "security": row.security,
        "peg": row.peg,
        "redeemable": row.redeemable,
        "issuer": row.issuer,
        "raises_funds": row.raises_funds,
        "audited": row.audited,
        "anonymous": row.anonymous,
        "illiquid": row.illiquid,
        "largest_share": row.largest_share,
    }
    values = {fact: value.strip() for fact, value in written.items() if value is not None and value.strip()}
    return TokenFacts(row.asset, row.name or row.asset, values, row.evidence or "", identity_doubts(values))


def identity_doubts(values: Mapping[str, str]) -> dict[str, Term]:
    """Why an identifier identifies nothing; empty where it does, or where there is none."""
    doubt = identifier_doubt(values["identifier"]) if "identifier" in values else None
    return {} if doubt is None else {"identifier": doubt}


def identifier_doubt(identifier: str) -> Term | None:
    """What is wrong with an identifier: an address that is nobody's or whose checksum (EIP-55) does not hold.

    An identifier is an ISO 24165 code, or an address that may stand behind the name of its chain and a colon. Hex
    addresses in one case carry no checksum; what other chains write is taken as it is.
    """
    chain, colon, behind = identifier.rpartition(":")
    address = behind.strip()
    if not address or (colon and not chain.strip()):
        return Term("an identifier without an address", "アドレスのない識別子")
    if not address.lower().startswith("0x"):
        return None
    if not _HEX_ADDRESS.fullmatch(address):
        # Some chains (Sui, Starknet, Aptos) write longer numbers; a shorter one is cut off.
        return None if len(address) > len("0x") + len(_NOBODY) else Term("an address cut short", "桁の足りないアドレス")
    digits = address[2:]
    if digits == _NOBODY:
        return Term("the zero address, which is nobody's", "誰のものでもないゼロアドレス")
    if digits not in {digits.lower(), digits.upper()} and digits != checksummed(digits):
        return Term("an address whose checksum does not hold", "チェックサムの合わないアドレス")
    return None


def checksummed(digits: str) -> str:
    """Forty hex digits in the case that EIP-55 gives them."""
    bits = keccak256(digits.lower().encode()).hex()
    return "".join(d.upper() if int(b, 16) > 7 else d for d, b in zip(digits.lower(), bits, strict=False))  # noqa: PLR2004 - EIP-55: the high bit of the digit


def _yes_or_no(value: str, _procedure: Procedure) -> str | None:
    said = value.lower()
    if said in _YES:
        return "yes"
    return "no" if said in _NO else None


def _issuer(value: str, _procedure: Procedure) -> str:
    return NONE if value.lower() == NONE else "known"


def _peg(value: str, procedure: Procedure) -> str | None:
    if value.lower() == NONE:
        return NONE
    references = [part.strip().upper() for part in re.split(r"[+,/]", value)]
    if not all(part in procedure.currencies or part in procedure.other_references for part in references):
        return None
    return "currency" if len(references) == 1 and references[0] in procedure.currencies else "other"


def _identifier(_value: str, _procedure: Procedure) -> str:
    return "yes"


_ANSWERS: Mapping[str, Callable[[str, Procedure], str | None]] = {
    "issuer": _issuer,
    "peg": _peg,
    "identifier": _identifier,
}
