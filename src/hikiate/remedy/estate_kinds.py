"""What is found when an estate is distributed: faults of what was handed in, and findings of the distribution."""

from hikiate.kernel.findings import Severity
from hikiate.rules.kinds.catalogue import kind

NO_BALANCES = kind(
    "estate.no_balances",
    Severity.FAULT,
    ("the pack has no balances", "every customer's balances at the last close", "hand in balances"),
    ("パックに balances がありません", "最終の日次締め時点の全利用者の残高", "balances を提出してください"),
)
ABOVE_LEDGER = kind(
    "estate.above_ledger",
    Severity.FAULT,
    (
        "{customer} claims {claimed} {asset}, the ledger says {ledger}",
        "a claim of at most what the ledger says, or evidence of the rest",
        "correct the amount, or name the evidence by which the claim was admitted (evidence)",
    ),
    (
        "{customer} の届出債権 {claimed} {asset}が、元帳の {ledger} を超えています",
        "元帳の残高以下の債権額、または超過分の証拠",
        "数量を訂正するか、認否の根拠となる証拠（evidence）を記載してください",
    ),
)
TWO_CLAIMS = kind(
    "estate.two_claims",
    Severity.FAULT,
    (
        "a second entry for {customer} in {asset}",
        "one claim for an account on a day, and one dispute",
        "keep the entry that holds; a later correction has a later day",
    ),
    (
        "{customer} の {asset} について2件目の記載です",
        "一つの口座・一つの日について債権1件、係争1件",
        "正しいものだけを残してください。後日の訂正は、その日付で記載します",
    ),
)
LATE_ELECTION = kind(
    "estate.late_election",
    Severity.FAULT,
    (
        "{customer} elected on {day}; the last day was {until}",
        "elections made by the last day",
        "take the election out, or correct the day by the order that extended it",
    ),
    (
        "{customer} の選択は {day} で、期限の {until} を過ぎています",
        "期限までになされた選択",
        "選択を取り除くか、期限を延長した決定に従って期限を訂正してください",
    ),
)
UNCLAIMED_COIN = kind(
    "estate.unclaimed_coin",
    Severity.FAULT,
    (
        "{amount} {asset}, which nobody claims",
        "an asset of a claim, or the money that it was sold for",
        "check the asset; if it is nobody's, sell it and say what it brought (realised)",
    ),
    (
        "債権者のいない {asset} が {amount} あります",
        "債権の対象となる資産、または換価した金額",
        "資産を確認してください。債権者がいなければ、換価して得た金額（realised）を記載してください",
    ),
)
NEGATIVE = kind(
    "estate.negative",
    Severity.FAULT,
    (
        "the costs of {name} are more than is in it",
        "a pool of zero or more after its costs",
        "correct the costs, or charge them to another pool",
    ),
    (
        "{name} の費用が、その額を超えています",
        "費用控除後も 0 以上の財団",
        "費用を訂正するか、別の財団に計上してください",
    ),
)
OVERPAID = kind(
    "estate.overpaid",
    Severity.FAULT,
    (
        "{customer} was paid {paid} {asset} already and may get {most} at most",
        "earlier distributions within the entitlement",
        "correct the record of earlier distributions, or claim the excess back first",
    ),
    (
        "{customer} に既に {paid} {asset}が配当され、権利のある上限 {most} を超えています",
        "権利の範囲内の配当",
        "配当の記録を訂正するか、先に超過分の返還を受けてください",
    ),
)
OVERSPENT = kind(
    "estate.overspent",
    Severity.FAULT,
    (
        "{paid} {asset} was paid already, and only {there} was there",
        "earlier distributions within what was there",
        "enter the pools as they were before anything was paid out of them",
    ),
    (
        "既に {paid} {asset}が配当されていますが、財団は {there} しかありません",
        "財団の範囲内の配当",
        "財団の額は、配当前の額を記載してください",
    ),
)
PRICE_MISSING = kind(
    "estate.price_missing",
    Severity.FAULT,
    (
        "no price of {asset} on {day}",
        "[valuation.{asset}], or a price of that day in prices",
        "hand in the price of the day on which claims are valued, with its source; none is taken from another day",
    ),
    (
        "{asset} の {day} の価格がありません",
        "[valuation.{asset}]、または prices の当日の価格",
        "債権の評価基準日の価格を、出所とともに提出してください。別の日の価格は用いません",
    ),
)
NO_PERCENTAGE = kind(
    "estate.no_percentage",
    Severity.FAULT,
    (
        "class {name} says neither its percentage nor that it shares pro rata",
        "percentage, pro_rata or base_payment",
        "write what the class gets by the plan",
    ),
    (
        "クラス {name} に弁済率も按分の定めもありません",
        "percentage・pro_rata・base_payment のいずれか",
        "計画に定める弁済条件を記載してください",
    ),
)
UNKNOWN_CUSTOMER = kind(
    "estate.unknown_customer",
    Severity.FAULT,
    (
        "{customer} has no claim",
        "customers of the ledger, or with a [[claim]]",
        "correct the name, or enter the claim",
    ),
    (
        "{customer} に債権がありません",
        "元帳にある利用者、または [[claim]] のある利用者",
        "利用者番号を訂正するか、債権を記載してください",
    ),
)
UNKNOWN_CLASS = kind(
    "estate.unknown_class",
    Severity.FAULT,
    ("no class is named {name}", "a [[class]] of the file: {names}", "correct the name"),
    ("{name} というクラスはありません", "ファイルにある [[class]]: {names}", "名称を訂正してください"),
)
NOT_SOLD = kind(
    "estate.not_sold",
    Severity.FAULT,
    (
        "{name} holds {asset}, and others than its claimants share in it",
        "the money that it was sold for",
        "say what it brought (realised); a price is not money that can be shared out",
    ),
    (
        "{name} の {asset} は、当該資産の債権者以外にも配当されます",
        "換価した金額",
        "換価して得た金額（realised）を記載してください。価格だけでは配当できません",
    ),
)
TOO_LARGE = kind(
    "estate.too_large",
    Severity.FAULT,
    ("more than 127 bits of minor units of {asset}", "at most 127 bits", "check the units of amounts and prices"),
    ("{asset} の数量が最小単位で127ビットを超えます", "127ビット以内", "数量と価格の単位を確認してください"),
)
SHORT = kind(
    "estate.short",
    Severity.WARNING,
    (
        "{short} {asset} of {claims} {asset} claimed is not covered",
        "every claim in full",
        "tell customers which part of their claims is covered; look for what else belongs to the estate",
    ),
    (
        "債権額 {claims} {asset}のうち {short} {asset}に充てる財産がありません",
        "債権全額の弁済",
        "弁済できる割合を利用者に通知し、財団に属する財産をさらに調査してください",
    ),
)
SURPLUS = kind(
    "estate.surplus",
    Severity.NOTE,
    (
        "{amount} {asset} is left when every claim is paid or reserved",
        "the surplus in the hands of whom the law names",
        "see the citation; what remains of a trust of money goes back to its settlor, and so to the general estate",
    ),
    (
        "全債権の弁済・留保後に {amount} {asset}が残ります",
        "法令の定める者への帰属",
        "根拠を確認してください。金銭信託の超過額は委託者、すなわち一般財団に帰属します",
    ),
)
RESERVED = kind(
    "estate.reserved",
    Severity.NOTE,
    (
        "{amount} {asset} is set aside for {count} claims",
        "payment when they are decided, known, reached, or above the least payment",
        "decide the disputes, and run again with what was decided",
    ),
    (
        "{count} 件の債権のため {amount} {asset}を留保しています",
        "確定・判明・連絡・最低支払額到達後の支払",
        "係争を確定させ、結果を記載して再実行してください",
    ),
)
NOT_LEVEL = kind(
    "estate.not_level",
    Severity.WARNING,
    (
        "{count} claimants had been paid {over} {asset} more than their present share before later claims were known",
        "equal claims paid alike",
        "keep back for claims that are not known yet ([[unknown]]); what was paid is not asked back here",
    ),
    (
        "後から判明した債権により、{count} 名への既払額が現在の持分を {over} {asset}上回っています",
        "同順位債権の平等な弁済",
        "未届の債権のため留保（[[unknown]]）を設けてください。既払額の返還は求めません",
    ),
)
NO_CLASS = kind(
    "estate.no_class",
    Severity.WARNING,
    (
        "{count} claims belong to no class of the file",
        "a class for every claim",
        'add a class with rule = "all"; until then they are the last to be paid, pro rata',
    ),
    (
        "{count} 件の債権がどのクラスにも属しません",
        "全債権のクラス分け",
        'rule = "all" のクラスを追加してください。それまでは最後順位で按分します',
    ),
)
SNAPSHOT_APART = kind(
    "estate.snapshot_apart",
    Severity.WARNING,
    (
        "the ledger is of {snapshot}, the petition of {petition}",
        "the ledger of the day of the petition",
        "take the close of that day; coins and balances that moved since are not in this one",
    ),
    (
        "元帳の基準時点は {snapshot}、申立日は {petition} です",
        "申立日の元帳",
        "申立日の日次締めを用いてください。その間の残高・資産の移動は反映されていません",
    ),
)
UNDECIDED = kind(
    "estate.undecided",
    Severity.NOTE,
    (
        "not decided by a text that was read: {title}",
        "the text, or the court's order",
        "ask the court; what is done here is: {done}",
    ),
    (
        "確認できた法令等で定まっていない事項: {title}",
        "根拠となる法令等、または裁判所の決定",
        "裁判所に確認してください。ここでの取扱い: {done}",
    ),
)
NO_PRIORITY = kind(
    "estate.no_priority",
    Severity.NOTE,
    (
        "{regime} gives customers no priority over these pools on {day}",
        "the law of the day of the petition",
        "customers share the pools with the other creditors; see the citation",
    ),
    (
        "{day} の {regime} では、利用者はこれらの財団について優先弁済権を有しません",
        "申立日の法令",
        "利用者は他の債権者とともに配当を受けます。根拠を確認してください",
    ),
)
METHOD_UNUSUAL = kind(
    "estate.method_unusual",
    Severity.WARNING,
    (
        "{method}, while {regime} knows {methods}",
        "a method of the regime, or an order that allows another",
        "see the citation and enter the order in the file of the case",
    ),
    (
        "{regime} の方法は {methods} ですが、{method} とされています",
        "当該手続で認められる方法、または許可の決定",
        "根拠を確認し、許可の決定を事件記録に残してください",
    ),
)
VALUED_UNSOLD = kind(
    "estate.valued_unsold",
    Severity.WARNING,
    (
        "{name} counts {amount} {asset} at the price of claims, {value} {currency}, for it is not sold",
        "the money that it was sold for (realised)",
        "enter what the sale brought before anything is paid on it",
    ),
    (
        "{name} の {amount} {asset}は未換価のため、債権の評価価格で {value} {currency}として算入しています",
        "換価した金額（realised）",
        "支払の前に、換価して得た金額を記載してください",
    ),
)
