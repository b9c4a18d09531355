"""What a rulebook asks in words: of what, in which form, what insurance may do, and how soon a gap must be closed.

The words are made from the provisions of the day, so that a number in them is the number of the law, and what is
undecided is said to be. A rulebook that names no forms of its own (those of Japan) is told by its duty.
"""

from dataclasses import dataclass

from hikiate.kernel.amounts import percent_text
from hikiate.kernel.wording import Term
from hikiate.law.rulebooks import Edition

UNDECIDED = Term("undecided", "未定")
NOT_SAID = Term("nothing in the sources read", "確認した資料に定めなし")

FORMS = {
    "own_funds": Term("own funds", "自己資本"),
    "money": Term("money set aside", "金銭の積立て"),
    "insurance": Term("insurance", "保険"),
    "guarantee": Term("comparable guarantee", "同等の保証"),
    "bank_guarantee": Term("bank guarantee", "銀行保証"),
    "trust_money": Term("funds on trust", "信託した金銭"),
    "trust_crypto": Term("virtual assets on trust", "信託した暗号資産"),
    "escrow": Term("escrow", "エスクロー"),
    "pooled_funds": Term("pooled funds", "共同基金"),
    "in_kind": Term("customers' assets in kind", "利用者資産（同種・同量）"),
    "surety_bond": Term("surety bond", "保証証券"),
    "trust_account": Term("trust account", "信託口座"),
    "fund_crypto": Term("crypto-assets at a public address", "公開アドレスの暗号資産"),
}
"""The forms that the provision `forms` names."""

_BASES = {
    "reserve_by_rate": Term("annual volume × rate", "年間取引高 × 率"),
    "reserve_by_flow": Term("annual volume × rate, up to a ceiling", "年間取引高 × 率（積立限度額まで）"),
    "reserve_undecided": Term("undecided", "未定"),
    "segregation": Term("hot wallets, in kind and per asset", "ホットウォレット管理数量（資産ごと・現物）"),
    "noncold_rate": Term("value that is not offline × rate, at mean prices", "分離保管以外の評価額 × 率（平均価格）"),
    "cover_of_tiers": Term(
        "value hot and cold × share of each, at the day's price", "ホット・コールドの評価額 × 各割合（当日価格）"
    ),
    "fund_with_trigger": Term("a fixed size, below a trigger", "固定額（水準を下回った場合に補充）"),
    "case_by_case": Term("case by case", "個別に決定"),
    "in_kind": Term("customers' assets, in kind and per asset", "利用者資産（資産ごと・現物）"),
    "cold_share": Term("share in cold storage", "コールド保管割合"),
}
_SHARES = {
    "fixed_overheads": Term("fixed overheads × share, at least a minimum", "固定的経費 × 割合（最低額あり）"),
    "average_daily_deposits": Term(
        "average daily deposits × rate, with cap and floor", "1日平均預り金 × 率（上限・下限あり）"
    ),
}
_FORMS_BY_DUTY = {
    "reserve_by_rate": Term("a reserve; eligible assets undecided", "準備金（対象資産は未定）"),
    "reserve_by_flow": Term("a reserve in the balance sheet", "貸借対照表上の準備金"),
    "reserve_undecided": UNDECIDED,
    "segregation": Term("own coins of the same kind, cold", "同種・同量の自己の暗号資産（コールド）"),
}
_REPAIRS = {
    "replenishment_days": Term("the amount", "必要額"),
    "repair_days": Term("a shortage", "不足"),
    "shortfall_repair_days": Term("a shortage", "不足"),
    "hot_excess_repair_days": Term("too much in hot wallets", "ホット超過"),
    "fiat_topup_days": Term("money in trust", "信託金銭"),
}


@dataclass(frozen=True, slots=True)
class DutyTerms:
    """A rulebook's duty in words."""

    basis: Term
    form: Term
    insurance: Term
    repair: Term


def terms(edition: Edition) -> DutyTerms:
    """The duty of a rulebook on its day, in words."""
    return DutyTerms(_basis(edition), _form(edition), _insurance(edition), _repair(edition))


def _basis(edition: Edition) -> Term:
    duties = edition.book.duties
    if "greater_of" in duties:
        return _SHARES[edition["base"].value or ""] if edition["base"].value in _SHARES else UNDECIDED
    order = [duty for duty in _BASES if duty in duties]
    return _BASES[order[0]]


def _form(edition: Edition) -> Term:
    if "forms" not in edition:
        return next((words for duty, words in _FORMS_BY_DUTY.items() if duty in edition.book.duties), NOT_SAID)
    named = [name.strip() for name in (edition["forms"].value or "").split(",") if name.strip()]
    if not named:
        return UNDECIDED
    words = [FORMS.get(name, Term(name, name)) for name in named]
    joined = Term(", ".join(word.en for word in words), "・".join(word.ja for word in words))
    months = edition.versions.get("deposit_months_max")
    if months is None or months.value is None or months.is_off:
        return joined
    limit = Term(f"deposits up to {months.value} months", f"定期預金は {months.value} か月以内")
    return Term(f"{joined.en}; {limit.en}", f"{joined.ja}（{limit.ja}）")


def _insurance(edition: Edition) -> Term:
    if "hot_insurance" in edition:
        return _hot_duty(edition)
    if "insurance_duty" in edition and edition["insurance_duty"].is_off:
        return Term("no duty to insure", "付保義務なし")
    if "insurance_offset" in edition:
        return _offset(edition)
    is_open = "insurance_share_max" in edition and edition["insurance_share_max"].value is None
    return UNDECIDED if is_open else NOT_SAID


def _hot_duty(edition: Edition) -> Term:
    version = edition["hot_insurance"]
    if version.value is None or version.is_off:
        return UNDECIDED
    share = percent_text(version.number)
    return Term(f"must cover {share} of hot wallets", f"ホットウォレットの {share} を付保する義務")


def _offset(edition: Edition) -> Term:
    offset, share_max = edition["insurance_offset"], edition["insurance_share_max"]
    if offset.is_off:
        return Term("does not count", "充当不可")
    if offset.value is None or share_max.value is None:
        return UNDECIDED
    share = "100 %" if share_max.is_off else percent_text(share_max.number)
    return Term(f"may stand in for up to {share}", f"{share} まで充当可")


def _repair(edition: Edition) -> Term:
    said = [_repair_of(edition, key, words) for key, words in _REPAIRS.items() if key in edition]
    known = [words for words in said if words is not None]
    if not said:
        return NOT_SAID
    if not known:
        return UNDECIDED
    if len(known) == 1:
        return known[0][1]
    return Term(
        "; ".join(f"{of.en}: {words.en}" for of, words in known),
        "、".join(f"{of.ja} {words.ja}" for of, words in known),
    )


def _repair_of(edition: Edition, key: str, of: Term) -> tuple[Term, Term] | None:
    version, unit = edition[key], edition.book.provisions[key].unit
    if version.value is None or version.is_off:
        return None
    days = int(version.number)
    if days == 0:
        return of, Term("at all times, or the same day", "常時（または当日中）")
    if unit == "business_days":
        return of, Term(f"{days} business day{'s' if days > 1 else ''}", f"{days} 営業日")
    return of, Term(f"{days} days", f"{days} 日")
