"""A listing of reserves, as exchanges publish it: addresses with their balances, and totals, as tables of a pack.

Every coin name with a balance becomes an asset, and every coin and address a holding for customers, kept by the
exchange itself. Row by row: read = kept + repeated + without a balance + of an older block.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import polars as pl

from hikiate.facts.importers import holding_defects as defects
from hikiate.facts.importers import trade_defects
from hikiate.facts.importers.assets import KNOWN_ASSETS
from hikiate.facts.importers.coins import Coin
from hikiate.facts.importers.decimals import PLAIN, plain_decimals
from hikiate.facts.importers.imported import AssetDraft, Tier
from hikiate.kernel.amounts import SCALE_MAX
from hikiate.kernel.findings import Finding

HOLDING_COLUMNS = ("holding", "asset", "amount", "owner", "tier", "keeper", "address")
PUBLISHED_COLUMNS = ("asset", "amount")

_ASSET_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_+ -]*", re.ASCII)
_AMOUNT = re.compile(rf"[0-9]{{1,20}}(\.[0-9]{{1,{SCALE_MAX}}})?", re.ASCII)
_HEIGHT = re.compile(r"[0-9]{1,20}", re.ASCII)
"""No chain has more blocks; whatever else stands there orders nothing."""
_ALL = re.compile(r"(.+)\(all\)", re.IGNORECASE)
_FAULTS_SHOWN = 20

CoinOf = Callable[[str], Coin | None]
"""What a coin name of this exchange means; None where it is not known."""


class Listed(NamedTuple):
    """A row of the listing. A total has no address; cells that say nothing are empty text."""

    place: str
    coin: str
    chain: str
    height: str
    address: str
    balance: str
    message: str = ""
    signature: str = ""


class Held(NamedTuple):
    """A balance of an asset: `text` as printed."""

    row: Listed
    asset: str
    text: str


@dataclass(frozen=True, slots=True)
class Holdings:
    """The balances of a listing, each coin and address once, and what was found on the way."""

    held: tuple[Held, ...]
    findings: tuple[Finding, ...]


def whole_of(coin: str) -> str | None:
    """The X of a name X(ALL), which is the total over several coins; None for any other name."""
    match = _ALL.fullmatch(coin)
    return match.group(1).strip() if match else None


def meaning(coin: str, coin_of: CoinOf) -> Coin:
    """What a coin name means; an unknown one is an asset of its own with no known decimals."""
    return coin_of(coin) or Coin(coin, coin, "", None)


def plain_balances(rows: Sequence[Listed]) -> tuple[list[Listed], list[Finding]]:
    """The rows with exponents written out exactly; what is plain stays as it is printed, zeros at the end included."""
    plain = plain_decimals(pl.Series("balance", [row.balance for row in rows], dtype=pl.String))
    texts = zip(rows, plain.texts.to_list(), strict=True)
    spelled = [row if re.match(PLAIN, row.balance) else row._replace(balance=text or "") for row, text in texts]
    where = rows[0].place.rpartition(" row ")[0] if rows else ""
    return spelled, [trade_defects.EXPONENTS.at(where, column="balance", count=plain.exponents)] * bool(plain.exponents)


def row_faults(rows: Sequence[Listed], *, of_addresses: bool) -> list[Finding]:
    """Every cell that cannot be worked with: a coin that can be no asset, a blank address, a balance that is none."""
    checks: tuple[tuple[str, Callable[[Listed], bool], tuple[str, str]], ...] = (
        (
            "coin",
            _is_coin,
            ("a coin's name of letters, digits, space, _, + or -", "英数字・空白・_・+・- からなるコイン名"),
        ),
        ("address", lambda row: not of_addresses or bool(row.address), ("an address", "アドレス")),
        (
            "balance",
            lambda row: not row.balance or bool(_AMOUNT.fullmatch(row.balance)),
            (f"an amount of at most {SCALE_MAX} decimals", f"小数 {SCALE_MAX} 桁以内の数量"),
        ),
    )
    found = []
    for column, sound, (wanted_en, wanted_ja) in checks:
        bad = [row for row in rows if not sound(row)]
        for row in bad[:_FAULTS_SHOWN]:
            cell = getattr(row, column)
            shown = f"'{cell}'" if cell else "a blank cell / 空欄"
            found.append(
                trade_defects.CELL_REFUSED.at(
                    row.place, column=column, found=shown, count=len(bad), wanted_en=wanted_en, wanted_ja=wanted_ja
                )
            )
    return found


def _is_coin(row: Listed) -> bool:
    name = row.coin if row.address else whole_of(row.coin) or row.coin
    return bool(_ASSET_NAME.fullmatch(name))


def holdings(rows: Sequence[Listed], coin_of: CoinOf) -> Holdings:
    """Every coin and address once; rows without a balance are counted and left out."""
    present = [row for row in rows if row.balance]
    absent = [row for row in rows if not row.balance]
    by_address: dict[tuple[str, str, str], list[Held]] = {}
    for row in present:
        asset = meaning(row.coin, coin_of).asset
        by_address.setdefault((asset, row.chain, folded(row.address)), []).append(Held(row, asset, row.balance))
    kept: list[Held] = []
    repeated: list[Held] = []
    older: list[Held] = []
    contradicted: list[Finding] = []
    for same in by_address.values():
        latest = max(_height(held) for held in same)
        newest = [held for held in same if _height(held) == latest]
        older += [held for held in same if _height(held) != latest]
        balances: dict[str, Held] = {}
        for held in newest:
            first = balances.setdefault(_value(held.text), held)
            repeated += [held] if first is not held else []
        kept += balances.values()
        if len(balances) > 1:
            shown = ", ".join(f"{held.text} ({held.row.place})" for held in balances.values())
            where = f"address {same[0].row.address}"
            contradicted.append(defects.CONTRADICTED.at(where, asset=same[0].asset, balances=shown))
    counted = defects.ROWS_COUNTED.at(
        "holdings", read=len(rows), kept=len(kept), repeated=len(repeated), absent=len(absent), older=len(older)
    )
    findings = [counted]
    if absent:
        findings.append(defects.BALANCE_ABSENT.at("holdings", count=len(absent), example=absent[0].place))
    for kind, some in ((defects.REPEATED, repeated), (defects.OLDER_BLOCK, older)):
        if some:
            findings.append(kind.at("holdings", count=len(some), example=some[0].row.place))
    return Holdings(tuple(kept), (*findings, *contradicted))


def folded(address: str) -> str:
    """An address in hexadecimal digits is the same one in capitals and in small letters."""
    return address.lower() if address.lower().startswith("0x") else address


def _height(held: Held) -> int:
    return int(held.row.height) if _HEIGHT.fullmatch(held.row.height) else -1


def _value(text: str) -> str:
    """The text of a number without what does not change it, so that 1.50 and 01.5 are one value."""
    whole, _, decimals = text.partition(".")
    return f"{whole.lstrip('0')}.{decimals.rstrip('0')}"


def drafts(held: Sequence[Held], published: Sequence[tuple[str, str]], coin_of: CoinOf) -> dict[str, AssetDraft | None]:
    """Assets by name with their decimals; None where nobody states them. What is printed finer widens them."""
    places: dict[str, int] = {}
    coins: dict[str, Coin] = {}
    for entry in held:
        coins.setdefault(entry.asset, meaning(entry.row.coin, coin_of))
    for asset, text in (*((entry.asset, entry.text) for entry in held), *published):
        places[asset] = max(places.get(asset, 0), _places(text))
    drafted: dict[str, AssetDraft | None] = {}
    for asset in sorted(coins):
        draft = coins[asset].draft
        finer = draft is not None and places[asset] > draft.scale
        drafted[asset] = AssetDraft(places[asset], draft.kind) if finer and draft else draft
    return drafted


def draft_findings(drafted: dict[str, AssetDraft | None], held: Sequence[Held], coin_of: CoinOf) -> Iterable[Finding]:
    """What is to be said of assets that are not known, or printed finer than they are."""
    for asset, draft in drafted.items():
        coin = next(meaning(entry.row.coin, coin_of) for entry in held if entry.asset == asset)
        if draft is None:
            finest = max(_places(entry.text) for entry in held if entry.asset == asset)
            yield defects.COIN_UNKNOWN.at(f"assets.{asset}", coin=asset, places=finest)
        elif coin.draft is not None and coin.draft.scale != draft.scale:
            where = f"assets.{asset}"
            yield defects.FINER.at(where, asset=asset, places=draft.scale, scale=coin.draft.scale)


def known_assets(drafted: dict[str, AssetDraft | None]) -> dict[str, AssetDraft]:
    """The known assets, with those of the listing as drafted."""
    return {**KNOWN_ASSETS, **{asset: draft for asset, draft in drafted.items() if draft is not None}}


def holdings_table(held: Sequence[Held], tier: Tier | None) -> tuple[pl.DataFrame, list[Finding]]:
    """The table `holdings`; without a tier all are hot, which no rule on hot wallets is kinder to, and that is said."""
    names: dict[str, int] = {}
    rows = []
    for entry in held:
        chain = f"{entry.row.chain}:" if entry.row.chain else ""
        name = f"{entry.asset}:{chain}{entry.row.address}"
        names[name] = names.get(name, 0) + 1
        unique = name if names[name] == 1 else f"{name} ({names[name]})"
        rows.append((unique, entry.asset, entry.text, "customer", tier or "hot", "self", entry.row.address))
    table = pl.DataFrame(rows, schema=dict.fromkeys(HOLDING_COLUMNS, pl.String()), orient="row")
    return table, [] if tier else [defects.TIER_ASSUMED.at("holdings column tier", count=len(rows))]


def published_table(published: Sequence[tuple[str, str]]) -> pl.DataFrame:
    """The table `published` from assets and their totals."""
    return pl.DataFrame(published, schema=dict.fromkeys(PUBLISHED_COLUMNS, pl.String()), orient="row")


def _places(text: str) -> int:
    return len(text.partition(".")[2].rstrip("0"))
