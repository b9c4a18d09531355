"""The menu: every page of the console that a person's roles include, in the order of a day's work."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, resolve, reverse

from hikiate.kernel.wording import Term


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the menu; `here` where the page shown is it, or below it."""

    title: Term
    address: str
    here: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that belong together."""

    title: Term
    items: tuple[Item, ...]


GROUPS: tuple[tuple[Term, tuple[tuple[str, Term], ...]], ...] = (
    (
        Term("Every day", "日次業務"),
        (
            ("today", Term("Today", "本日")),
            ("close_day", Term("Close the day", "日次締め")),
            ("findings", Term("Findings", "指摘事項")),
            ("history", Term("History", "推移")),
            ("reports", Term("Reports", "報告書")),
            ("papers", Term("Analyses", "分析")),
        ),
    ),
    (
        Term("Holdings", "保全"),
        (
            ("reserve", Term("Reserve", "責任準備金")),
            ("insurance", Term("Insurance", "保険")),
            ("wallets", Term("Wallets and reconciliation", "ウォレットと照合")),
            ("proofs", Term("Proofs", "負債証明")),
            ("disputes", Term("Disputes", "異議申出")),
        ),
    ),
    (
        Term("Repayment", "補償"),
        (
            ("incidents", Term("Incidents", "事案")),
            ("estates", Term("Estates", "倒産手続")),
            ("approvals", Term("Approvals", "承認")),
            ("journal", Term("Journal", "仕訳帳")),
        ),
    ),
    (
        Term("Law and audit", "法令と監査"),
        (
            ("rulebooks", Term("Rulebooks", "法令・規則")),
            ("trail", Term("Audit trail", "監査証跡")),
            ("insiders", Term("Inside information", "内部情報")),
            ("people", Term("People and limits", "担当者と権限")),
            ("tokens", Term("API tokens", "APIトークン")),
            ("publishing", Term("Publishing", "公開の設定")),
        ),
    ),
)
"""Each page by the name of its address; which roles see it, its view says."""


def menu(path: str, held: frozenset[str]) -> tuple[Group, ...]:
    """The menu for these roles, with the line marked that the path belongs to."""
    groups = []
    for title, pages in GROUPS:
        items = tuple(item for name, words in pages if (item := _item(name, words, path, held)))
        if items:
            groups.append(Group(title, items))
    return tuple(groups)


def _item(name: str, title: Term, path: str, held: frozenset[str]) -> Item | None:
    try:
        address = reverse(name)
    except NoReverseMatch:
        return None
    if not getattr(resolve(address).func, "roles", frozenset()) & held:
        return None
    here = path == address if address == "/" else path.startswith(address)
    return Item(title, address, here)
