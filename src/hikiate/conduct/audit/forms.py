"""The figures of form 13 (Order Art. 38) as far as a pack goes; what it does not say is left open with the reason.

The layout of the form is not published as data, so these are its subjects in order, to be carried over by hand.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from hikiate.facts.pack import Pack
from hikiate.facts.tables import SELF_KEEPER
from hikiate.kernel.amounts import amount_text
from hikiate.kernel.results import Result
from hikiate.kernel.wording import Term

NOT_HANDED_IN = Term("not in the pack", "パックに含まれない")
_FIAT = "fiat"


@dataclass(frozen=True, slots=True)
class Item:
    """One item: what it is, of which asset, its value, and the figure or table that it comes from."""

    words: Term
    asset: str
    value: str | None
    source: str


_MONEY = (
    (Term("money owed to customers (required in trust)", "利用者の金銭（利用者区分管理必要額）"), "fiat.required"),
    (Term("money in trust", "信託財産の元本"), "fiat.trust"),
)
_COINS = (
    (Term("owed to customers", "利用者の暗号資産の数量"), "liability"),
    (Term("held for customers", "管理する数量"), "held"),
    (Term("of it in hot wallets", "うちホットウォレット"), "hot"),
    (Term("of it in cold wallets", "うちコールドウォレット"), "cold"),
    (Term("guarantee assets required", "必要な履行保証暗号資産"), "guarantee_required"),
    (Term("guarantee assets held", "履行保証暗号資産の数量"), "guarantee"),
)
_KEPT = (
    (Term("kept by the exchange itself", "自己で管理する数量"), True),
    (Term("kept by third parties", "第三者に管理させる数量"), False),
)
_ATTACHED = (
    (Term("certificates of balance of the trust", "信託会社等が発行する残高証明書"), "statements"),
    (Term("balance sheet and income statement", "貸借対照表・損益計算書"), ""),
    (Term("latest report of the segregation audit", "直近の分別管理監査の報告書の写し"), ""),
)


def form_items(pack: Pack, result: Result) -> tuple[Item, ...]:
    """Every item, in the order of the form's subjects: money, crypto-assets, papers attached."""
    return (*_money(result, pack.exchange.reporting_currency), *_coins(pack, result), *_attached(pack))


def _money(result: Result, currency: str) -> Iterator[Item]:
    for words, name in _MONEY:
        figure = result.figures.get(name)
        yield Item(words, currency, figure.value if figure else None, name)


def _coins(pack: Pack, result: Result) -> Iterator[Item]:
    for asset in pack.exchange.assets.values():
        if asset.kind == _FIAT:
            continue
        for words, leaf in _COINS:
            name = f"segregation.{asset.name}.{leaf}"
            figure = result.figures.get(name)
            yield Item(words, asset.name, figure.value if figure else None, name)
        rows = [row for row in pack.holdings or () if row.asset == asset.name and row.owner == "customer"]
        for words, is_self in _KEPT:
            total = sum(row.amount for row in rows if (row.keeper == SELF_KEEPER) is is_self)
            value = None if pack.holdings is None else amount_text(total, asset.scale)
            yield Item(words, asset.name, value, "holdings")


def _attached(pack: Pack) -> Iterator[Item]:
    for words, table in _ATTACHED:
        has = table == "statements" and pack.statements is not None
        yield Item(words, "", f"{len(pack.statements or ())} rows" if has else None, table or "-")
