"""The statement to one customer: what was lost, how the amount arose, when it is paid or why it waits, whom to ask.

Why a payment waits is told as far as it helps: what a customer can mend is named, with what to do. That a name matches
a list, or that someone is being looked into, is not told to the one it concerns (docs/adr/0027).
"""

from fractions import Fraction

from hikiate.kernel.amounts import decimal_text, percent_text
from hikiate.kernel.wording import Language, Term
from hikiate.remedy.pending import PendingCode
from hikiate.remedy.statements import Due, Entitled, Statement
from hikiate.reports.compensation.letters import (
    METHODS,
    Letter,
    Pairs,
    Part,
    Section,
    as_of_said,
    asset_amount,
    contact,
    happened,
    listed,
    meanings,
    plain_day,
    price_rows,
    with_reading,
)
from hikiate.reports.labels import unit_said
from hikiate.reports.legible import legible

_CHECK = Term(
    "A check that we are bound to make is not finished.", "法令等に基づき当社が行う確認が終わっていないためです。"
)
_NOTHING_TO_DO = Term(
    "You need not do anything now. We will write to you when it is finished.",
    "現在、お客さまにお願いする手続はありません。確認が終わり次第ご連絡します。",
)
_BANK = Term(
    "Please check your bank account in your profile and save it again.",
    "会員情報の振込先口座をご確認のうえ、再登録してください。",
)
_WALLET = Term(
    "Please register an address for this asset, and confirm it.",
    "この資産の送付先アドレスをご登録のうえ、確認手続を行ってください。",
)

WAITS: dict[PendingCode, tuple[Term, Term]] = {
    "sanctions_match": (_CHECK, _NOTHING_TO_DO),
    "frozen": (_CHECK, _NOTHING_TO_DO),
    "under_investigation": (_CHECK, _NOTHING_TO_DO),
    "not_screened": (_CHECK, _NOTHING_TO_DO),
    "disputed": (
        Term("The amount is in dispute.", "金額についてお申立てがあり、確認中のためです。"),
        Term("It is paid as soon as the dispute is settled.", "お申立ての手続が終わり次第、お支払いします。"),
    ),
    "deceased": (
        Term("We were told that the holder of the account has died.", "口座名義人のご逝去の連絡を受けているためです。"),
        Term("Heirs, please write to the desk below.", "ご相続人さまは、下記の窓口へご連絡ください。"),
    ),
    "no_route": (
        Term("How this asset is paid out is not settled yet.", "この資産のお支払方法が決まっていないためです。"),
        Term("You need not do anything now.", "現在、お客さまにお願いする手続はありません。"),
    ),
    "no_payee": (
        Term("We lack your details for the payment.", "お支払いに必要な情報が登録されていないためです。"),
        _BANK,
    ),
    "no_bank_details": (Term("Your bank details are incomplete.", "振込先口座の情報が不足しているためです。"), _BANK),
    "bank_unknown": (
        Term(
            "There is no bank or branch of the number we have.",
            "登録された金融機関または店舗の番号が見つからないためです。",
        ),
        _BANK,
    ),
    "kana_unencodable": (
        Term(
            "The name of your account cannot be written in a bank transfer.",
            "口座名義に、振込に使用できない文字が含まれているためです。",
        ),
        _BANK,
    ),
    "kana_too_long": (
        Term(
            "The name of your account is too long for a bank transfer.",
            "口座名義が、振込に使用できる文字数を超えているためです。",
        ),
        _BANK,
    ),
    "no_destination": (
        Term("We have no address of yours for this asset.", "この資産の送付先アドレスが登録されていないためです。"),
        _WALLET,
    ),
    "address_invalid": (
        Term("The address we have is not valid.", "登録された送付先アドレスが正しくないためです。"),
        _WALLET,
    ),
    "not_whitelisted": (
        Term("Your address is not confirmed yet.", "送付先アドレスの確認手続が終わっていないためです。"),
        _WALLET,
    ),
    "travel_rule_incomplete": (
        Term(
            "We lack details that we must send along to the receiving provider.",
            "送付先の事業者へ通知しなければならない情報が不足しているためです。",
        ),
        Term("Please complete the details of your address.", "送付先アドレスの情報を補ってください。"),
    ),
    "purpose_missing": (
        Term(
            "The purpose of the transfer to your own wallet is not stated.",
            "ご自身のウォレットへ移転する目的の申告がないためです。",
        ),
        Term("Please state the purpose in your profile.", "会員情報で移転の目的を申告してください。"),
    ),
    "amount_unpayable": (
        Term("The amount cannot be paid in the usual way.", "通常の方法ではお支払いできない金額のためです。"),
        Term("We will propose another way.", "別の方法をご案内します。"),
    ),
}
"""Why it waits, and what the customer can do."""

_TITLE = Term("Your compensation", "補償金額のお知らせ")
_ENTITLED = Term("You are to get {amounts}.", "お客さまの補償額は、{amounts}です。")
_PAID_ON = Term("Payment is planned for {day}.", "お支払いは{day}を予定しています。")
_SOME_WAITS = Term(
    "A part of it waits; the reason stands below.", "一部のお支払いを保留しています。理由は下に記載しています。"
)
_ALL_WAITS = Term("Payment waits; the reason stands below.", "お支払いを保留しています。理由は下に記載しています。")
_UNFUNDED = Term(
    "A day of payment cannot be named yet: the money for it is not complete.",
    "お支払いに充てる資金がそろっていないため、お支払日は未定です。",
)
_LOST = Term("Balance lost: {asset}", "失われた残高（{asset}）")
_BEFORE_CUT = Term("Balance before it was reduced: {asset}", "減額前の残高（{asset}）")
_AMOUNT = Term("Compensation in {asset}", "補償額（{asset}）")
_SAME = Term("{quantity} in the same asset", "{quantity}を同じ資産で")
_UNCUT = Term(
    "the first {uncut} whole, the rest of {quantity} × {kept}",
    "{uncut} までは全額、{quantity} のうち超える部分 × {kept}",
)
_CAPPED = Term("; at most {cap} for each customer", "（お1人あたり {cap} を上限とします）")
_WAS_PAID = Term("Paid with calculation no. {number}.", "第{number}回の算定によりお支払い済みです。")
_WAITS = Term("Waits. ", "保留中です。")
_NOTHING_DUE = Term("Nothing is due now.", "現在お支払いの対象となる金額はありません。")
_ROUNDING = Term(
    "The total of all customers is fixed first and shared out, so an amount may differ from the product by less than "
    "one of the smallest unit.",
    "全体の合計を先に定めて配分するため、計算式の積と最小単位未満の差が生じることがあります。",
)
_STAGE = Term(
    "This is calculation no. {number}. If more becomes known it is made again, and what was paid is not paid twice.",
    "これは第{number}回の算定です。事実が新たに判明した場合は再度算定します。お支払い済みの金額が重ねて支払われることはありません。",
)


def statement_letter(statement: Statement, language: Language) -> Letter:
    """The statement as a letter."""
    result = statement.result
    prices = [
        figure
        for asset in dict.fromkeys(row.asset for row in statement.entitled)
        if (figure := result.figures.get(f"reference_price.{asset}"))
        and any(
            (row.asset, row.pay_asset) == (asset, figure.unit) and Fraction(row.quantity) for row in statement.entitled
        )
    ]
    counted = [*prices, *(result.figures[name] for name in ("haircut.rate",) if name in result.figures)]
    about = [
        (Term("Customer", "お客さま番号").said(language), legible(statement.customer)),
        (Term("Incident", "対象の事故").said(language), legible(statement.told.incident)),
        (Term("Balances as of", "残高の基準時点").said(language), as_of_said(result.as_of, language)),
    ]
    arose: list[Part] = [METHODS[statement.told.method].said(language)]
    arose += [Pairs(price_rows(prices, language))] if prices else []
    arose += [Pairs(_arose(statement, language))]
    arose.append(_ROUNDING.said(language))
    sections = [
        Section(Term("What happened", "何が起きたか").said(language), happened(statement.told, language)),
        Section(Term("How your amount arises", "補償額の計算").said(language), arose),
        Section(Term("When it is paid", "お支払いの時期").said(language), _payment(statement, language)),
        contact(statement.told, language),
        Section(
            Term("About these numbers", "数値について").said(language),
            [
                _STAGE.said(language).format(number=result.annex["iteration"]),
                *([meanings(counted, language)] if counted else []),
            ],
        ),
    ]
    return Letter(
        language,
        _TITLE.said(language),
        legible(result.exchange),
        about,
        _lead(statement, language),
        sections,
        [
            f"hikiate {legible(result.version)}",
            f"{Term('Reference', '参照番号').said(language)} {legible(result.pack_digest)}",
        ],
        result.as_of,
    )


def _lead(statement: Statement, language: Language) -> list[str]:
    totals: dict[str, Fraction] = {}
    for row in statement.entitled:
        totals[row.pay_asset] = totals.get(row.pay_asset, Fraction(0)) + Fraction(row.entitlement)
    kept = {asset: total for asset, total in totals.items() if total} or totals
    said = [with_reading(decimal_text(total), asset, language) for asset, total in kept.items()]
    lines = [_ENTITLED.said(language).format(amounts=listed(said, language))]
    days = sorted({due.on for due in statement.due if due.on is not None})
    if days:
        shown = listed([plain_day(day, language) for day in days], language)
        lines.append(_PAID_ON.said(language).format(day=shown))
    if statement.waiting:
        lines.append((_SOME_WAITS if statement.due else _ALL_WAITS).said(language))
    if any(due.on is None for due in statement.due):
        lines.append(_UNFUNDED.said(language))
    return lines


def _arose(statement: Statement, language: Language) -> list[tuple[str, str, str]]:
    """For each asset what was lost, or was there before a cut, and what each part of it makes by which formula."""
    rows: list[tuple[str, str, str]] = []
    for asset in dict.fromkeys(row.asset for row in statement.entitled):
        parts = [row for row in statement.entitled if row.asset == asset]
        total = decimal_text(sum((Fraction(row.quantity) for row in parts), Fraction(0)))
        head = _BEFORE_CUT if parts[0].method == "haircut" else _LOST
        rows.append((legible(head.said(language).format(asset=asset)), asset_amount(total, asset, language), ""))
        rows += [_made_of(row, statement, language) for row in parts if Fraction(row.quantity) or len(parts) == 1]
    return rows


def _made_of(row: Entitled, statement: Statement, language: Language) -> tuple[str, str, str]:
    quantity = asset_amount(row.quantity, row.asset, language)
    formula = _formula(row, statement, quantity, language)
    cap = statement.told.caps.get(row.pay_asset)
    if cap is not None:
        formula += _CAPPED.said(language).format(cap=asset_amount(cap, row.pay_asset, language))
    amount = with_reading(row.entitlement, row.pay_asset, language)
    return legible(_AMOUNT.said(language).format(asset=unit_said(row.pay_asset, language))), amount, formula


def _formula(row: Entitled, statement: Statement, quantity: str, language: Language) -> str:
    figures = statement.result.figures
    if row.method == "haircut":
        kept = f"(1 − {percent_text(figures['haircut.rate'].number)})"
        uncut = statement.told.uncut.get(row.asset)
        if uncut is None:
            return f"{quantity} × {kept}"
        whole = asset_amount(uncut, row.asset, language)
        return _UNCUT.said(language).format(uncut=whole, quantity=quantity, kept=kept)
    price = figures.get(f"reference_price.{row.asset}")
    if price is None or price.value is None or price.unit != row.pay_asset:
        return _SAME.said(language).format(quantity=quantity)
    return f"{quantity} × {asset_amount(price.value, price.unit, language)}"


def _payment(statement: Statement, language: Language) -> list[Part]:
    """What was paid, what is paid when, and what waits with what can be done."""
    rows = [
        (
            asset_amount(made.amount, made.pay_asset, language),
            _WAS_PAID.said(language).format(number=made.iteration),
            "",
        )
        for made in statement.made
    ]
    rows += [(asset_amount(due.amount, due.pay_asset, language), _day(due, language), "") for due in statement.due]
    for waiting in statement.waiting:
        why, what = WAITS[waiting.reason]
        amount = asset_amount(waiting.amount, waiting.pay_asset, language)
        rows.append((amount, f"{_WAITS.said(language)}{why.said(language)}", what.said(language)))
    return [Pairs(rows)] if rows else [_NOTHING_DUE.said(language)]


def _day(due: Due, language: Language) -> str:
    if due.on is None:
        return _UNFUNDED.said(language)
    return _PAID_ON.said(language).format(day=plain_day(due.on, language))
