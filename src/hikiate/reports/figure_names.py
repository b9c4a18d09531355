"""Figure names are what people call a figure, found from the name under which it stands in a result.

A name is matched whole first, then by its room and its last part, where what stands between is what it is about (an
asset, a policy, a market). A name that no pattern knows is shown as it is.
"""

from hikiate.kernel.wording import Language, Term
from hikiate.rules.items import ITEMS

_FIGURES = {
    "volume.annual": Term("Annual trading volume", "年間取引高"),
    "reserve.flow": Term("Amount of the year's transactions (item i)", "当期の取引に係る算定額（第1号）"),
    "reserve.ceiling": Term("Accumulation ceiling (item ii)", "積立限度額（第2号）"),
    "reserve.room": Term("Room below the ceiling", "積立限度額までの余裕額"),
    "reserve.provision": Term("Provision for the year", "当期要積立額"),
    "reserve.releasable": Term("Amount above the ceiling", "取崩可能額"),
    "reserve.required": Term("Required liability reserve", "必要責任準備金額"),
    "reserve.fund": Term("Liability reserve set aside", "責任準備金積立額"),
    "reserve.insurance_credit": Term("Insurance credited", "保険による充当額"),
    "reserve.held": Term("Reserve and insurance together", "充当額合計"),
    "reserve.shortfall": Term("Shortfall", "不足額"),
    "reserve.coverage": Term("Coverage of the requirement", "充足率"),
    "reserve.topup": Term("Amount to be filled up", "積み増しが必要な額"),
    "reserve.provision_open": Term("Provision still to be made", "当期の未積立額"),
    "reserve.year_end_balance": Term("Balance at the year's end", "期末の積立残高"),
    "segregation.hot_fraction": Term("Share of value in hot wallets", "ホットウォレット管理割合"),
    "customers.affected": Term("Customers affected", "対象利用者数"),
    "haircut.rate": Term("Rate of the haircut", "削減率"),
    "haircut.value": Term("Value of what was cut", "削減額の評価額"),
    "replay.credited": Term("Credited in error", "誤付与数量"),
    "replay.reversed": Term("Share of it that was reversed", "取り消された割合"),
    "counterfactual.volume_needed": Term("Annual volume from which it covers all", "全額を賄える年間取引高"),
    "counterfactual.rate": Term("Reserve per yen of annual volume", "年間取引高に対する準備金の率"),
    "distribution.claimants_paid": Term("Claimants paid", "弁済を受けた債権者数"),
    "funding.custody": Term("Borne by what is left in custody", "残存する預り資産による充当額"),
    "funding.guarantee": Term("Borne by guarantee assets", "履行保証暗号資産による充当額"),
    "funding.reserve": Term("Borne by the liability reserve", "責任準備金による充当額"),
    "funding.insurance": Term("Borne by insurance", "保険金による充当額"),
    "funding.own_funds": Term("Borne by own funds", "自己資金による充当額"),
    "funding.facility": Term("Borne by committed facilities", "融資枠による充当額"),
    "funding.group": Term("Borne by the group", "グループ支援による充当額"),
    "funding.short": Term("Short of funding", "原資の不足額"),
    "funding.day_complete": Term("Days until all is funded", "全額がそろうまでの日数"),
    "reserve.trigger": Term("Level at which the fund is filled up", "基金の補充を開始する水準"),
    "custody.hot_value": Term("Value in hot wallets", "ホットウォレット管理分の評価額"),
    "custody.other_value": Term("Value neither hot nor cold", "その他の管理区分の評価額"),
    "custody.cold_value": Term("Value in cold storage", "コールドウォレット管理分の評価額"),
    "custody.cold_share": Term("Share of value in cold storage", "コールドウォレット管理割合"),
    "insurance.hot_required": Term("Insurance required for hot wallets", "ホットウォレットの必要付保額"),
    "insurance.hot_insured": Term("Insurance of hot wallets", "ホットウォレットの付保額"),
    "fiat.required": Term("Money to be held in trust", "利用者区分管理必要額"),
    "fiat.trust": Term("Principal held in trust", "信託財産の元本評価額"),
    "fiat.difference": Term("Surplus or shortage of the trust", "信託の過不足額"),
    "providers.value": Term("Value of customers' assets", "利用者財産の評価額"),
}

LEAVES = {
    "segregation": {
        "liability": Term("Owed to customers", "利用者預り数量"),
        "held": Term("Held for customers", "利用者分の有高"),
        "hot": Term("In hot wallets", "ホットウォレット管理数量"),
        "cold": Term("In cold wallets", "コールドウォレット管理数量"),
        "guarantee": Term("Guarantee assets held", "履行保証暗号資産"),
        "guarantee_required": Term("Guarantee assets required", "必要な履行保証暗号資産"),
        "guarantee_difference": Term("Guarantee surplus or shortage", "履行保証暗号資産の過不足"),
        "difference": Term("Surplus or shortage", "過不足"),
        "coverage": Term("Coverage", "充足率"),
        "after_hot_loss": Term("Left if every hot wallet is lost", "ホットウォレット全損後の残余"),
        "debt": Term("Owed by customers", "利用者の債務"),
        "value": Term("Value", "評価額"),
        "hot_value": Term("Value in hot wallets", "ホットウォレット管理分の評価額"),
    },
    "reconciliation": {
        "book": Term("Books", "帳簿残高"),
        "statement": Term("Statements", "残高証明等"),
        "difference": Term("Statements less books", "差異"),
    },
    "loss": {
        "quantity": Term("Lost", "流出数量"),
        "recovered": Term("Recovered", "回収数量"),
        "borne": Term("Borne by customers", "利用者の被害数量"),
    },
    "haircut": {"cut": Term("Share that was cut", "削減された割合")},
    "claims": {"total": Term("Owed to customers", "利用者への債務")},
    "entitlement": {
        "total": Term("Entitlement", "補償額"),
        "largest": Term("Largest amount of one customer", "利用者1名の最高額"),
    },
    "distribution": {
        "claims": Term("Claimed", "債権額"),
        "estate": Term("There to be distributed", "配当財団"),
        "paid": Term("Paid", "弁済額"),
        "reserved": Term("Reserved", "留保額"),
        "remaining": Term("Still open", "未弁済額"),
        "rate": Term("Rate of distribution", "弁済率"),
        "opened": Term("Left open by other funds, in money", "他の財団での未弁済額（評価額）"),
    },
    "payable": {"total": Term("Payable", "支払可能額")},
    "pending": {"total": Term("Pending", "保留額")},
    "ownership": {
        "proven": Term("Control proven", "管理を証明済み"),
        "unproven": Term("Control not proven", "管理が未証明"),
        "refuted": Term("Signature of another key", "署名不一致"),
    },
    "custody": {
        "owed": Term("Owed to customers", "利用者預り数量"),
        "held": Term("Held for customers", "利用者分の有高"),
        "difference": Term("Surplus or shortage", "過不足"),
        "cold_share": Term("Share in cold storage", "コールドウォレット管理割合"),
        "mean_price": Term("Mean price", "平均価格"),
    },
    "published": {
        "published": Term("Published", "公表額"),
        "parts": Term("Sum of the parts", "内訳の合計"),
        "difference": Term("Published less parts", "公表額と内訳の差異"),
    },
    "fiat": {
        "required": Term("Money to be held in trust", "利用者区分管理必要額"),
        "trust": Term("Principal held in trust", "信託財産の元本評価額"),
        "difference": Term("Surplus or shortage", "過不足額"),
    },
    "volume": {
        "annual": Term("Annual volume", "年間取引高"),
        "turnover": Term("Turnover", "売買代金"),
        "peak": Term("Highest annual volume of the window", "対象期間中の最高年間取引高"),
    },
    "insurance": {
        "credit": Term("Insurance credited", "保険充当額"),
        "limit": Term("Limit of the policy", "保険金額の限度"),
    },
    "provider": {
        "value": Term("Value that rests on the provider", "当該委託先に依存する評価額"),
        "share": Term("Share that rests on the provider", "当該委託先への依存割合"),
    },
    "reserve": {
        "flow": Term("Amount of the year's transactions", "当期の取引に係る算定額"),
        "ceiling": Term("Accumulation ceiling", "積立限度額"),
        "eligible": Term("Amount counted", "算入額"),
        "fund": Term("Reserve set aside", "積立額"),
    },
}

HEADS = {
    "liability": Term("Owed", "預り数量"),
    "held": Term("Held", "有高"),
    "debt": Term("Owed by customers", "利用者の債務"),
    "hot": Term("Hot", "ホット"),
    "cold": Term("Cold", "コールド"),
    "guarantee_required": Term("Guarantee required", "履行保証（必要）"),
    "guarantee": Term("Guarantee held", "履行保証（保有）"),
    "guarantee_difference": Term("Guarantee surplus", "履行保証の過不足"),
    "after_hot_loss": Term("Left if hot is lost", "ホット全損後の残余"),
}
"""Shorter names for the heads of the columns of segregation, whose tables say the rest in their titles."""

_TABLES = {
    "exchange": Term("exchange.toml", "取引所の設定"),
    "balances": Term("Customers' balances", "利用者残高"),
    "holdings": Term("Holdings", "有高"),
    "statements": Term("Statements", "残高証明等"),
    "ownership": Term("Control of addresses", "アドレスの管理の証明"),
    "published": Term("Published totals", "公表残高"),
    "trades": Term("Trades", "約定"),
    "volumes": Term("Volumes", "取引高"),
    "prices": Term("Prices", "価格"),
    "policies": Term("Insurance policies", "保険契約"),
    "reference_price": Term("Reference price", "参照価格"),
    "funding": Term("Source", "原資"),
    "mixed": Term("Share paid in kind", "現物による割合"),
    "cap": Term("Most for one customer", "利用者1人当たりの上限"),
    "reserve": Term("Movements of the reserve", "責任準備金の増減"),
    "providers": Term("Providers", "委託先"),
    "tokens": Term("Tokens", "トークン"),
    "incidents": Term("Past incidents", "過去の事故"),
    "reconciliation": Term("Holdings with a statement", "残高証明等のある有高"),
}

_BESIDE = {
    "replay": Term("Replay", "事例"),
    "counterfactual": Term("With the reported reserve", "報道ベースの準備金があった場合"),
}
_REPLAYED = {"published": Term("Published", "公表値"), "difference": Term("Ours less published", "公表値との差")}

_SUBJECTS = {
    **ITEMS,
    "customer": Term("customers'", "利用者分"),
    "guarantee": Term("guarantee", "履行保証"),
    "own": Term("own", "自己分"),
    "hot": Term("hot", "ホット"),
    "cold": Term("cold", "コールド"),
    "trust": Term("trust", "信託"),
    "bank": Term("bank", "銀行"),
    "other": Term("other tiers", "その他の区分"),
    "debt": Term("debt", "債務"),
    "parts": Term("parts", "内訳の合計"),
    "book": Term("book", "帳簿残高"),
    "statement": Term("statements", "残高証明等"),
    "reserve": Term("reserve", "準備金分"),
    "brought_forward": Term("brought forward", "前期繰越残高"),
    "used": Term("used or released in the year", "当期の使用・取崩額"),
    "provided": Term("provided in the year", "当期の積立済額"),
    "limit": Term("limit", "支払限度額"),
    "aggregate": Term("aggregate limit", "期間中総支払限度額"),
    "deductible": Term("deductible", "免責金額"),
    "share": Term("insurer's share", "引受割合"),
    "quote": Term("by", "提示元"),
    "fixed": Term("announcement", "公表"),
}


_PROVISION_KINDS = {
    "flow": Term("Rate of the year's transactions", "当期の取引に係る率"),
    "ceiling": Term("Rate of the ceiling", "積立限度額に係る率"),
}

_PROVISIONS = {
    "rate": Term("Rate of the reserve", "準備金率"),
    "cap": Term("Cap of the reserve", "準備金の上限額"),
    "floor": Term("Floor of the reserve", "準備金の下限額"),
    "incident_factor": Term("Factor for past incidents", "事故実績に応じた係数"),
    "base_items": Term("Items of the base", "算定の基礎とする取引"),
    "insurance_share_max": Term("Highest share that insurance may cover", "保険で代替できる割合の上限"),
    "insurance_offset": Term("Whether insurance may offset", "保険による代替の可否"),
    "insurance_third_party": Term("Whether the insurer must be a third party", "保険者が第三者であることの要否"),
    "insurance_term_days_min": Term("Shortest term of a policy", "保険期間の最短日数"),
    "insurance_notice_days_min": Term("Shortest notice of a policy's end", "解約予告の最短日数"),
    "insurance_perils": Term("Perils that a policy must cover", "保険の対象とすべき事故"),
    "haircut_crypto": Term("Haircut on crypto-assets", "暗号資産の評価減率"),
    "haircut_stablecoin": Term("Haircut on stablecoins", "ステーブルコインの評価減率"),
    "haircut_foreign_money": Term("Haircut on foreign money", "外貨の評価減率"),
    "keepers": Term("Who may keep the assets", "管理者の要件"),
    "reconciliation": Term("Reconciliation duty", "照合の義務"),
    "capital_min": Term("Lowest capital", "最低資本金"),
    "duty": Term("Duty to hold a reserve", "準備金の積立義務"),
    "eligible_assets": Term("Assets that count", "算入できる資産"),
    "excess_release": Term("Release of an excess", "超過額の取崩し"),
    "start": Term("Day of entry into force", "施行日"),
    "start_latest": Term("Latest day of entry into force", "施行期限"),
    "verified_days_max": Term("Longest time since the law was checked", "法令確認の有効日数"),
    "liability_multiple_max": Term("Highest plausible multiple of holdings", "有高に対する債務の倍率の上限"),
    "replenishment_days": Term("Days to replenish", "積み増しの期限日数"),
    "hot_fraction_max": Term("Highest share in hot wallets", "ホットウォレット管理割合の上限"),
    "hot_excess_repair_days": Term("Days to end an excess in hot wallets", "ホットウォレット超過の是正日数"),
    "shortfall_repair_days": Term("Days to repair a shortage of assets", "暗号資産不足の是正日数"),
    "fiat_topup_days": Term("Days to top up the trust", "信託の追加拠出日数"),
    "fiat_trust_ratio": Term("Share of money to be held in trust", "金銭の信託割合"),
    "segregation_ratio": Term("Share of assets to be segregated", "分別管理割合"),
    "guarantee_ratio": Term("Guarantee assets per asset held hot", "履行保証暗号資産の保有割合"),
    "uses": Term("What the reserve may be used for", "準備金を使用できる場合"),
    "accident_kinds": Term("Acts that are an accident", "事故に該当する行為"),
    "confirmation": Term("Confirmation before a loss is made good", "損失補塡前の事故の確認"),
    "lawyer_settlement_max": Term("Bound of a lawyer's settlement", "弁護士等による和解の上限額"),
    "committee_max": Term("Bound of a committee's confirmation", "委員会確認の上限額"),
    "small_loss_max": Term("Bound of a small loss", "少額の損失の上限額"),
    "obvious_kinds": Term("Acts that books can show", "帳簿書類等で明らかとなる行為"),
    "report": Term("Report of payments without confirmation", "確認を受けない支払の報告"),
    "window_years": Term("Years of the window", "対象とする事業年度の数"),
}


def figure_term(name: str) -> Term:
    """What a figure is called; the name itself where no pattern knows it."""
    whole = _FIGURES.get(name)
    if whole is not None:
        return whole
    room, _, rest = name.partition(".")
    if room == "input" and rest:
        return _input_term(rest)
    if room == "law" and rest:
        rulebook, _, key = rest.partition(".")
        term = _provision_term(key)
        return Term(f"{term.en} ({rulebook})", f"{term.ja}（{rulebook}）") if key else Term(name, name)
    if room in {"reference_price", *_BESIDE} and rest:
        return _beside_term(room, rest)
    about, _, leaf = rest.rpartition(".")
    leaves = LEAVES.get(room, {})
    if leaf not in leaves or not about:
        return Term(name, name)
    subject = _SUBJECTS.get(about, Term(about, about))
    return Term(f"{subject.en}: {leaves[leaf].en}", f"{subject.ja}：{leaves[leaf].ja}")


def place_said(where: str, language: Language) -> str:
    """Where a finding is: what the figure there is called, with its name; any other place as it is written."""
    term = figure_term(where).said(language)
    if term == where:
        return where
    return f"{term}（{where}）" if language == "ja" else f"{term} ({where})"


def _beside_term(room: str, rest: str) -> Term:
    """A reference price, or a figure of a replay that stands beside one of the determination."""
    if room == "reference_price":
        return Term(f"Reference price: {rest}", f"参照価格：{rest}")
    kind, _, other = rest.partition(".")
    if room == "replay" and kind in _REPLAYED:
        said, of = _REPLAYED[kind], figure_term(other)
    else:
        said, of = _BESIDE[room], figure_term(rest)
    return Term(f"{said.en}: {of.en}", f"{said.ja}：{of.ja}")


def _provision_term(key: str) -> Term:
    """A provision by its key; a rate per item, such as `flow_stock`, by its kind and its item."""
    kind, _, item = key.partition("_")
    if key not in _PROVISIONS and kind in _PROVISION_KINDS and item in _SUBJECTS:
        said, subject = _PROVISION_KINDS[kind], _SUBJECTS[item]
        return Term(f"{said.en}: {subject.en}", f"{said.ja}：{subject.ja}")
    return _PROVISIONS.get(key, Term(f"Provision {key}", f"規定 {key}"))


def _input_term(rest: str) -> Term:
    table, _, place = rest.partition(".")
    term = _TABLES.get(table, Term(table, table))
    if not place:
        return term
    parts = [_SUBJECTS.get(part, Term(part, part)) for part in place.split(".")] if "/" not in place else []
    en = " ".join(part.en for part in parts) or place
    ja = " ".join(part.ja for part in parts) or place
    return Term(f"{term.en}: {en}", f"{term.ja}：{ja}")
