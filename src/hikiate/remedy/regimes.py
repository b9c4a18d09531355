"""Regimes: what the law of an insolvency says of who is paid first from what, as provisions of the day of the petition.

Tests in order: (1) do customers come first over what was kept apart for them (Payment Services Act Art. 63-19-2(1));
(2) is a trust of money paid pro rata and at most the individual amount, its excess the settlor's (Order Art. 26(1)(xiv)
and (xv)); (3) which day's prices value a claim; (4) which ways to pay are known. What no text decides stays undecided
and is found, with what is done in its place.

Example: a petition of 2014-02-28 is before Art. 63-19-2 was in force: segregated coins are shared with all creditors.
"""

from dataclasses import dataclass
from datetime import date

from hikiate.kernel.wording import Term
from hikiate.law.provisions import Version
from hikiate.law.rulebooks import Edition
from hikiate.remedy import estate_kinds as kinds
from hikiate.remedy.estate import Estate
from hikiate.rules.sheet import Sheet

_PRIORITY = "customer_priority"
_DONE = {
    "priority_execution": Term("customers are paid by this plan", "本計算による弁済"),
    "priority_across_assets": Term(
        "in kind, coins pay claims for the same coin alone; in money, all of them together",
        "現物では同種の資産の債権のみに充当。金銭では全体を合算",
    ),
    "customer_priority": Term(
        "customers share all pools with the other creditors", "利用者は全財団につき他の債権者とともに配当を受ける"
    ),
    "pooling": Term("each asset’s shortfall is borne by its own customers", "不足は当該資産の利用者が負担"),
}


@dataclass(frozen=True, slots=True)
class Regime:
    """A regime on the day of a petition."""

    edition: Edition

    @property
    def name(self) -> str:
        """The regime as an estate file names it."""
        return self.edition.book.name

    @property
    def has_priority(self) -> bool:
        """Whether customers come first over segregated coins and guarantee assets."""
        return self._is_on(_PRIORITY)

    @property
    def trust_excess_is_the_estates(self) -> bool:
        """Whether what a trust of money holds above what customers may get goes to the general estate."""
        return self._is_on("trust_excess")

    @property
    def methods(self) -> tuple[str, ...]:
        """The ways to pay that the regime knows; empty where it names none."""
        version = self.edition.versions.get("methods")
        return tuple(word.strip() for word in (version.value or "").split(",")) if version else ()

    def valuation_day(self, estate: Estate) -> date:
        """The day whose prices value a claim."""
        version = self.edition.versions.get("valuation_day")
        by_petition = version is not None and version.value == "petition"
        return estate.petition_on if by_petition else estate.commencement_on

    def citation(self, key: str) -> str:
        """Where a provision stands; blank where the regime has none for the day."""
        version = self.edition.versions.get(key)
        return version.citation.text if version else ""

    def leaves(self, sheet: Sheet, *keys: str) -> list[str]:
        """The provisions that a figure stands on, as leaves; those without a value stand nowhere."""
        return [sheet.law(self.edition, key) for key in keys if self._value(key) is not None]

    def find(self, sheet: Sheet, estate: Estate) -> None:
        """What the regime leaves open, does not give on this day, or does not know."""
        for key, version in self.edition.versions.items():
            if version.value is None:
                title, citation = self.edition.book.provisions[key].title, version.citation.text
                sheet.find(kinds.UNDECIDED.at(f"{self.name}.{key}", citation=citation, title=title, done=_DONE[key]))
        kept_apart = {"customer_crypto", "guarantee"} & {pool.kind for pool in estate.pools}
        if kept_apart and _PRIORITY not in self.edition:
            provision = self.edition.book.provisions[_PRIORITY]
            citation = provision.versions[0].citation.text
            finding = kinds.NO_PRIORITY.at("pool", citation=citation, regime=self.name, day=estate.petition_on)
            sheet.find(finding)
        if self.methods and estate.method not in self.methods:
            sheet.find(
                kinds.METHOD_UNUSUAL.at(
                    "method",
                    citation=self.citation("methods"),
                    method=estate.method,
                    regime=self.name,
                    methods=", ".join(self.methods),
                )
            )

    def _value(self, key: str) -> str | None:
        version: Version | None = self.edition.versions.get(key)
        return version.value if version else None

    def _is_on(self, key: str) -> bool:
        return self._value(key) == "on"
