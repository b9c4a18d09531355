"""The law of transfers on a day, as questions: from which value on, what a record must tell, what of unhosted wallets.

A list of what a record must tell is written `name, address|number, wallet`: each part between commas is needed, `|`
stands between alternatives, and `+` between things that are needed together.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from hikiate.kernel.status import Status
from hikiate.kernel.wording import Term
from hikiate.law.rulebooks import Edition

FIELDS: Mapping[str, Term] = {
    "name": Term("name", "氏名・名称"),
    "wallet": Term("wallet identifier", "移転に係る識別子"),
    "address": Term("dwelling or seat", "住居・所在地"),
    "country": Term("country of the address", "住所の国"),
    "number": Term("customer number", "顧客識別番号"),
    "identity": Term("number of an official document", "公的書類の番号"),
    "birth": Term("date and place of birth", "生年月日・出生地"),
}
"""What a record may tell, by the words that provisions use."""

_EUROPEAN_UNION = {
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
}  # fmt: skip

Need = tuple[tuple[str, ...], ...]
"""One thing that is needed: alternatives, each of which is told together."""


@dataclass(frozen=True, slots=True)
class TransferRules:
    """The provisions of one jurisdiction on one day."""

    edition: Edition

    @property
    def name(self) -> str:
        """The rules as a person names them."""
        return self.edition.book.name

    def citation(self, key: str) -> str:
        """Where a provision stands."""
        return self.edition[key].citation.text

    def is_enacted(self, key: str) -> bool:
        """Whether a provision binds."""
        return self.edition[key].status is Status.ENACTED

    def is_undecided(self, key: str) -> bool:
        """Whether nobody has published what a provision says."""
        return self.edition[key].value is None

    def is_on(self, key: str) -> bool:
        """Whether a switch is on; what is undecided is not."""
        return self.edition[key].value == "on"

    def number(self, key: str) -> Fraction | None:
        """A provision as a number; None while it is undecided or off."""
        version = self.edition[key]
        return None if version.value is None or version.is_off else version.number

    def currency(self, key: str) -> str:
        """The currency in which a provision states money."""
        return self.edition.book.provisions[key].unit

    def names(self, key: str) -> tuple[str, ...]:
        """A provision as a list of names; empty while it is undecided or off."""
        version = self.edition[key]
        if version.value is None or version.is_off:
            return ()
        return tuple(name.strip() for name in version.value.split(","))

    def needs(self, key: str) -> tuple[Need, ...]:
        """What a record must tell."""
        return tuple(tuple(tuple(way.split("+")) for way in part.split("|")) for part in self.names(key))


def usual_rules(jurisdiction: str) -> str:
    """The name that the rules of an exchange's own country would have, whether there are any or not."""
    return f"{'eu' if jurisdiction in _EUROPEAN_UNION else jurisdiction.lower()}-transfers"


def need_term(need: Need) -> Term:
    """One need in words."""
    en = " or ".join(" and ".join(FIELDS[word].en for word in way) for way in need)
    ja = "または".join("と".join(FIELDS[word].ja for word in way) for way in need)
    return Term(en, ja)
