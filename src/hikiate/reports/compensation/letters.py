"""Letters: what people are told of a compensation, as parts fully worded, of which each form only lays out the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from hikiate.kernel.amounts import grouped
from hikiate.kernel.figures import AS_HANDED_IN, Figure
from hikiate.kernel.status import Status
from hikiate.kernel.wording import Language, Term
from hikiate.remedy.announcement import Announcement
from hikiate.remedy.incident import CONTACT_KEYS
from hikiate.reports.labels import STATUS_MEANINGS, STATUSES, unit_said
from hikiate.reports.legible import legible
from hikiate.reports.numerals import yen_reading


@dataclass(frozen=True, slots=True)
class Pairs:
    """Names with what is said of each, and a smaller line below it that may be blank."""

    rows: Sequence[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `numeric` says of each column whether it is numbers."""

    caption: str
    heads: Sequence[str]
    numeric: Sequence[bool]
    rows: Sequence[Sequence[str]]


Part: TypeAlias = str | Pairs | Table
"""A paragraph, pairs or a table."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it."""

    heading: str
    parts: Sequence[Part]


@dataclass(frozen=True, slots=True)
class Letter:
    """A whole letter. `lead` stands out at its head, `foot` in small print at its end; `dated` is its data's moment."""

    language: Language
    title: str
    sender: str
    about: Sequence[tuple[str, str]]
    lead: Sequence[str]
    sections: Sequence[Section]
    foot: Sequence[str]
    dated: str


KINDS = {
    "unauthorised_outflow": Term(
        "Assets that we keep for customers were sent out by someone who had no right to.",
        "当社が管理するお客さまの資産の一部が、権限のない者によって外部へ送付されました。",
    ),
    "insider": Term(
        "Assets that we keep for customers were taken by someone inside the company.",
        "当社の内部の者の不正行為により、お客さまの資産の一部が失われました。",
    ),
    "provider_failure": Term(
        "A provider that keeps assets or runs systems for us failed, and assets of customers were lost.",
        "当社の業務委託先で生じた問題により、お客さまの資産の一部が失われました。",
    ),
    "ledger_error": Term(
        "An error in our ledger caused losses.", "当社の帳簿の記録に誤りがあり、お客さまに損失が生じました。"
    ),
    "operational_failure": Term(
        "A failure of our systems or of our work caused losses.",
        "当社のシステムまたは業務の不具合により、お客さまに損失が生じました。",
    ),
}

METHODS = {
    "in_kind": Term(
        "You get back the same asset in the same quantity as was lost.",
        "失われた数量と同じ数量を、同じ資産でお返しします。",
    ),
    "cash": Term(
        "The quantity that was lost is paid in money, at the reference price below.",
        "失われた数量に、以下の参照価格を乗じた金額をお支払いします。",
    ),
    "mixed": Term(
        "A part of what was lost is returned in the same asset, the rest is paid in money at the reference price "
        "below.",
        "失われた数量の一部を同じ資産でお返しし、残りは以下の参照価格により金銭でお支払いします。",
    ),
    "haircut": Term(
        "All balances are reduced at one rate, so that what is left can be paid to everyone alike.",
        "すべての残高を一律の割合で減額し、残額をすべてのお客さまに公平にお支払いします。",
    ),
}

_JAPAN = "+09:00"
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip

_CONTACT = {
    "name": Term("Desk", "窓口"),
    "telephone": Term("Telephone", "電話番号"),
    "email": Term("E-mail", "メール"),
    "url": Term("Web", "ウェブサイト"),
    "hours": Term("Hours", "受付時間"),
}
_ASK = Term("Where to ask", "お問い合わせ先")
_WARY = Term(
    "Be wary of calls and messages about this compensation: never give anyone a secret key, a password or a code.",
    "補償を装った電話やメールにご注意ください。秘密鍵・パスワード・認証コードは、誰にも伝えないでください。",
)
_OUR_RECORDS = Term("our records", "当社の記録")
_FROM_RECORDS = Term("stands on our own records and announcements", "当社の記録および公表内容に基づく数値です。")
_MEANING = Term("What “{status}” means", "「{status}」の意味")


def asset_amount(text: str, asset: str, language: Language) -> str:
    """An amount with its asset, grouped: `1,234.5 BTC`, `88,549 円`."""
    return f"{grouped(text)} {legible(unit_said(asset, language))}"


def reading(text: str, asset: str, language: Language) -> str:
    """A large sum of yen in 億 and 万; blank for anything else."""
    return yen_reading(Figure("", text, asset, Status.INPUT, AS_HANDED_IN, ""), language)


def with_reading(text: str, asset: str, language: Language) -> str:
    """An amount with its asset, and in 億 and 万 where it is large."""
    said, read = asset_amount(text, asset, language), reading(text, asset, language)
    return f"{said}（{read}）" if read else said


def plain_day(day: date, language: Language) -> str:
    """A day as a letter says it: 2026年11月24日（火）, 24 November 2026."""
    if language == "ja":
        return f"{day.year}年{day.month}月{day.day}日（{'月火水木金土日'[day.weekday()]}）"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def plain_moment(moment: datetime, language: Language) -> str:
    """A moment as a letter says it, with its offset unless that is Japan's in a Japanese letter."""
    offset = moment.isoformat()[-6:] if moment.tzinfo is not None else ""
    zone = "" if language == "ja" and offset == _JAPAN else f" (UTC{offset})"
    time = f"{moment.hour}時{moment.minute:02d}分" if language == "ja" else f"{moment.hour}:{moment.minute:02d}"
    if moment.second:
        time += f"{moment.second:02d}秒" if language == "ja" else f":{moment.second:02d}"
    between = "" if language == "ja" else ", "
    day = plain_day(moment.date(), language)
    return f"{day}{between}{time}{zone}"


def as_of_said(text: str, language: Language) -> str:
    """The moment of a result as a letter says it; as it is written where it is none."""
    try:
        return plain_moment(datetime.fromisoformat(text), language)
    except ValueError:
        return legible(text)


def listed(said: Sequence[str], language: Language) -> str:
    """Several things one after another in a sentence."""
    if language == "ja" or len(said) == 1:
        return "、".join(said)
    return f"{', '.join(said[:-1])} and {said[-1]}"


def status_said(status: Status, language: Language) -> str:
    """The status of a number in a word, as the exchange says it to its customers."""
    return (_OUR_RECORDS if status is Status.INPUT else STATUSES[status]).said(language)


def price_rows(figures: Sequence[Figure], language: Language) -> list[tuple[str, str, str]]:
    """Reference prices with the formula that made each, and its status."""
    rows = []
    for figure in figures:
        asset = figure.name.partition(".")[2]
        term = Term(f"Reference price of 1 {asset}", f"1 {asset} の参照価格")
        formula = figure.rule.said(language)
        said = asset_amount(figure.value or "", figure.unit, language)
        rows.append(
            (legible(term.said(language)), said, legible(f"{formula} [{status_said(figure.status, language)}]"))
        )
    return rows


def happened(told: Announcement, language: Language) -> list[Part]:
    """What happened, in a sentence, and when."""
    moments = (
        (Term("It happened", "発生日時"), told.occurred_at),
        (Term("We noticed it", "発覚日時"), told.noticed_at),
        (Term("We stopped it", "停止日時"), told.stopped_at),
    )
    rows = [(term.said(language), plain_moment(at, language), "") for term, at in moments if at is not None]
    return [KINDS[told.kind].said(language), Pairs(rows)]


def contact(told: Announcement, language: Language) -> Section:
    """Whom to ask, as far as the incident file says, and a word of warning."""
    rows = [
        (_CONTACT[key].said(language), legible(told.contact[key]), "") for key in CONTACT_KEYS if key in told.contact
    ]
    return Section(_ASK.said(language), [*([Pairs(rows)] if rows else []), _WARY.said(language)])


def meanings(figures: Sequence[Figure], language: Language) -> Pairs:
    """What the statuses of some figures mean."""
    statuses = sorted({figure.status for figure in figures}, key=lambda status: status.rank)
    return Pairs(
        [
            (
                _MEANING.said(language).format(status=status_said(status, language)),
                (_FROM_RECORDS if status is Status.INPUT else STATUS_MEANINGS[status]).said(language),
                "",
            )
            for status in statuses
        ]
    )
