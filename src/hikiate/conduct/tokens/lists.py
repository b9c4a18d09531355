"""Lists of tokens in the wild, read for what they say and no further: each column is one claim by who made the list.

`defillama-stablecoins` names tokens that keep a peg, `zkmerkle-assets` symbols with collateral tiers, `symbol-names`
symbols with names. A list that gives only a symbol or a name identifies nothing, so its tokens stay undecided.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hikiate.conduct.tokens import findings
from hikiate.conduct.tokens.facts import TokenFacts, identity_doubts
from hikiate.conduct.tokens.identity import identity_findings
from hikiate.facts.faults import WRONG_VALUE
from hikiate.kernel.amounts import grouped_text
from hikiate.kernel.findings import Finding, Given, Refused
from hikiate.kernel.wording import Term

DAYS_MAX = 365
"""A list of an older day is doubtful; a promise of this software, since no law dates such lists."""

Row = Mapping[str, str]

_PEG = "pegged"
_MECHANISMS = {"fiat-backed", "crypto-backed", "algorithmic"}
_DEAD = Term(
    "dead or delisted, as the list says: nothing to classify", "廃止または掲載終了（一覧の記載）: 区分の対象なし"
)
_NOT_SAID = Term(
    "the list names a symbol only: another token may carry it", "記号のみの一覧: 同じ記号の別トークンがあり得る"
)


@dataclass(frozen=True, slots=True)
class TokenList:
    """What a list says of its tokens, and what was found of the list."""

    form: str
    tokens: tuple[TokenFacts, ...]
    findings: tuple[Finding, ...]


def read_list(rows: Sequence[Row], columns: Sequence[str], file: str, day: date, as_of: date | None) -> TokenList:
    """A list by its columns; Refused where they are those of none that is known, or where it is of a later day."""
    form = next((name for name, (wanted, _) in FORMS.items() if set(wanted) <= set(columns)), None)
    if form is None:
        shown = ", ".join(columns) or "-"
        raise Refused([findings.UNKNOWN_LIST.at(file, value=shown, wanted=", ".join(FORMS))])
    if as_of is not None and as_of > day:
        wanted, wanted_ja = f"a day up to {day}, that of the classification", f"判定日 {day} までの日"
        raise Refused([WRONG_VALUE.at(Given("--as-of"), value=as_of, wanted=wanted, wanted_ja=wanted_ja)])
    read = [FORMS[form][1](row) for row in rows]
    found = [*_age(file, day, as_of), *identity_findings(file, read)]
    if form == "defillama-stablecoins":
        found += _words(file, rows)
    return TokenList(form, tuple(read), tuple(found))


def _stablecoin(row: Row) -> TokenFacts:
    """A token of a list of stablecoins: fungible, and with the peg that the list gives it.

    A coin that bears yield may be a security, which the list does not say; one that bears none is taken for none.
    """
    values = {"identifier": row["ethereum_or_main_address"], "unique": "no"}
    values["peg"] = row["pegType"].removeprefix(_PEG) if row["pegType"].startswith(_PEG) else ""
    if row["yieldBearing"] != "true":
        values["security"] = "no"
    known = {fact: value for fact, value in values.items() if value}
    doubts: dict[str, Term] = identity_doubts(known)
    if row["deadFrom"] or row["delisted"] == "true":
        doubts["unique"] = _DEAD
    dead = f", dead from {row['deadFrom']}" if row["deadFrom"] else ""
    evidence = f"list row {row['id']}: {row['pegType']}, {row['pegMechanism'] or '?'}{dead}"
    return TokenFacts(row["symbol"], row["name"], known, evidence, doubts)


def _collateral(row: Row) -> TokenFacts:
    tiers = row["collateral_margin_ratio_tiers"]
    return TokenFacts(row["token"].upper(), row["token"], {}, f"collateral tiers {tiers}", {"identifier": _NOT_SAID})


def _symbol(row: Row) -> TokenFacts:
    return TokenFacts(row["symbol"], row["name"], {}, "symbol and name", {"identifier": _NOT_SAID})


FORMS: Mapping[str, tuple[tuple[str, ...], Callable[[Row], TokenFacts]]] = {
    "defillama-stablecoins": (
        (
            "id",
            "name",
            "symbol",
            "pegType",
            "pegMechanism",
            "ethereum_or_main_address",
            "delisted",
            "deadFrom",
            "yieldBearing",
        ),
        _stablecoin,
    ),
    "zkmerkle-assets": (("token", "asset_usdt_price", "collateral_margin_ratio_tiers"), _collateral),
    "symbol-names": (("symbol", "name"), _symbol),
}


def _age(file: str, day: date, as_of: date | None) -> list[Finding]:
    if as_of is None:
        return [findings.LIST_UNDATED.at(file)]
    days = (day - as_of).days
    if days <= DAYS_MAX:
        return []
    return [findings.LIST_OLD.at(file, as_of=as_of, days=grouped_text(days), day=day, most=DAYS_MAX)]


def _words(file: str, rows: Sequence[Row]) -> Iterator[Finding]:
    """Words of the list that its own vocabulary does not have, such as a slip of the pen."""
    counted = Counter(row["pegMechanism"] for row in rows if row["pegMechanism"] not in _MECHANISMS)
    wanted = ", ".join(sorted(_MECHANISMS))
    for word, count in sorted(counted.items()):
        yield findings.WORD_UNKNOWN.at(f"{file} column pegMechanism", value=word or "-", count=count, wanted=wanted)
