"""Insider lists in the forms that authorities ask for: the templates of Regulation (EU) 2022/1210, and a Japanese form.

Annex I of the Regulation has one table for each piece of inside information (template 1) and one for those who always
have access (template 2). No Japanese form is published for crypto-assets; the one here has what a Japanese compliance
officer keeps of such lists, in Japan's time, and says that it is no form of an authority.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from hikiate.conduct.insiders.entries import moment_text
from hikiate.conduct.insiders.register import PERMANENT, Insider, Register
from hikiate.kernel.days import japan_text
from hikiate.kernel.wording import Term

EU = "eu"
JP = "jp"
FORMS = (EU, JP)

_Cell = Callable[[Insider], str | Term]
LATE = Term("listed after the fact", "事後記載")


@dataclass(frozen=True, slots=True)
class InsiderList:
    """A list as a table: what stands above it, its columns, and a row for each person."""

    title: Term
    head: tuple[tuple[Term, str | Term], ...]
    columns: tuple[Term, ...]
    rows: tuple[tuple[str | Term, ...], ...]


def _field(name: str) -> _Cell:
    return lambda insider: insider.entry.values[name]


def _european(moment: datetime | None) -> str:
    """A moment as the templates write it: yyyy-mm-dd, hh:mm UTC."""
    return "" if moment is None else moment_text(moment).replace("T", ", ").replace("Z", " UTC")


def _japanese(moment: datetime | None) -> str:
    return "" if moment is None else japan_text(moment)


_NAMES: tuple[tuple[Term, _Cell], ...] = (
    (Term("First name(s)", "名"), _field("given_names")),
    (Term("Surname(s)", "姓"), _field("surnames")),
    (Term("Surname(s) at birth (if different)", "出生時の姓（異なる場合）"), _field("birth_surnames")),
    (Term("Professional telephone number(s)", "職場の電話番号"), _field("work_phone")),
    (Term("Company name and address", "会社名・所在地"), _field("company")),
    (Term("Function and reason for being insider", "職務及び情報を知る理由"), _field("reason")),
)
_PRIVATE: tuple[tuple[Term, _Cell], ...] = (
    (Term("National identification number (if applicable)", "国民識別番号（該当する場合）"), _field("national_id")),
    (Term("Date of birth", "生年月日"), _field("birth_day")),
    (Term("Personal telephone numbers", "自宅・携帯の電話番号"), _field("private_phone")),
    (Term("Personal full home address", "自宅住所"), _field("private_address")),
)
_OBTAINED = (Term("Obtained (UTC)", "知った日時（UTC）"), lambda insider: _european(insider.obtained_at))
_CEASED = (Term("Ceased (UTC)", "知る立場でなくなった日時（UTC）"), lambda insider: _european(insider.ceased_at))
_INCLUDED = (Term("Included (UTC)", "記載日時（UTC）"), lambda insider: _european(insider.listed_at))
_JAPANESE: tuple[tuple[Term, _Cell], ...] = (
    (Term("Name", "氏名"), lambda insider: f"{insider.entry.values['surnames']} {insider.entry.values['given_names']}"),
    (Term("Reading", "フリガナ"), _field("kana")),
    (Term("Company", "所属"), _field("company")),
    (Term("Function and reason", "職務・知る理由"), _field("reason")),
    (Term("Obtained", "知った日時"), lambda insider: _japanese(insider.obtained_at)),
    (Term("Included", "記載日時"), lambda insider: _japanese(insider.listed_at)),
    (Term("Acknowledged", "守秘・取引禁止の確認日時"), lambda insider: _japanese(insider.acknowledged_at)),
    (Term("Ceased", "知る立場でなくなった日時"), lambda insider: _japanese(insider.ceased_at)),
    (Term("Linked accounts", "関係する取引口座"), _field("accounts")),
    (Term("Remark", "備考"), lambda insider: LATE if insider.is_late else ""),
)


def insider_list(register: Register, case: str, form: str) -> InsiderList:
    """The list of a case, or of the permanent section, in a form; KeyError for a case that is not there."""
    persons = register.insiders(case)
    updated = max((entry.at for entry in register.entries if entry.values.get("case") == case), default=None)
    said = _european if form == EU else _japanese
    head: list[tuple[Term, str | Term]] = []
    if case != PERMANENT:
        about = register.cases()[case]
        head.append((Term("Source of the specific inside information", "内部情報の内容"), about.words))
        created = about.created_at
    else:
        created = persons[0].listed_at if persons else register.entries[0].at
    head.append((Term("Date and time of creation of this section", "本名簿の作成日時"), said(created)))
    head.append((Term("Date and time (last update)", "最終更新日時"), said(updated or created)))
    head.append((Term("Date of transmission to the competent authority", "当局への提出日"), ""))
    if form == EU:
        columns = (*_NAMES, *((_INCLUDED,) if case == PERMANENT else (_OBTAINED,)), _CEASED, *_PRIVATE)
        template = 2 if case == PERMANENT else 1
        title = Term(
            f"Insider list, Regulation (EU) 2022/1210, Annex I, template {template}",
            f"インサイダー名簿（規則 (EU) 2022/1210 附属書I 様式{template}）",
        )
    else:
        columns = _JAPANESE
        head.append((Term("Times", "時刻"), Term("Japan time", "日本時間")))
        title = Term("Insider list (no form of an authority)", "内部情報管理名簿（当局の様式ではありません）")
    return InsiderList(title, tuple(head), tuple(term for term, _ in columns), _rows(persons, columns))


def _rows(persons: Sequence[Insider], columns: Sequence[tuple[Term, _Cell]]) -> tuple[tuple[str | Term, ...], ...]:
    return tuple(tuple(cell(person) for _, cell in columns) for person in persons)
