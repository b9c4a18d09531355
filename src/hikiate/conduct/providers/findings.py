"""Findings about providers: contracts, certificates, reviews, exit plans, sub-providers and watched platforms."""

from hikiate.kernel.findings import Severity
from hikiate.rules.kinds.catalogue import kind

NOT_OVERSEEN = kind(
    "provider.not_overseen",
    Severity.WARNING,
    (
        "keeper {provider} of {count} holdings has no entry in registry.toml",
        "contract, review and exit plan of every keeper",
        "add the entry, or move the holdings to a provider that is overseen",
    ),
    (
        "{provider}（有高 {count} 件）の記載が registry.toml にありません",
        "すべての委託先について、契約・検証・代替手段の記載",
        "記載を追加するか、監督している委託先に有高を移してください",
    ),
)
CONTRACT_NOT_RUNNING = kind(
    "provider.contract_not_running",
    Severity.WARNING,
    (
        "{reason}: contract {contract}",
        "a contract that runs on the day of the snapshot",
        "renew the contract, or move what rests on the provider",
    ),
    (
        "{reason}です（契約 {contract}）",
        "基準日において有効な委託契約",
        "契約を更新するか、当該委託先に依存する資産・業務を移してください",
    ),
)
CERTIFICATE_LAPSED = kind(
    "provider.certificate_lapsed",
    Severity.WARNING,
    (
        "{certificate} ended on {ends}",
        "a certificate that holds on the day of the snapshot",
        "obtain the next one, or record by what else the provider's ability was verified",
    ),
    (
        "{certificate} の有効期限が {ends} に終了しています",
        "基準日において有効な認証・報告書",
        "更新後のものを入手するか、他の方法による能力の検証を記録してください",
    ),
)
REVIEW_OVERDUE = kind(
    "provider.review_overdue",
    Severity.WARNING,
    (
        "{reason}",
        "{wanted}",
        "review the provider's work, record the day, and have what is lacking put right",
    ),
    (
        "{reason}です",
        "{wanted}",
        "業務の実施状況を検証して実施日を記録し、必要に応じ改善させてください",
    ),
)
NO_EXIT = kind(
    "provider.no_exit",
    Severity.WARNING,
    (
        "{lacking} missing for a provider on whom {count} holdings rest",
        "an exit plan, and a substitute who could take over",
        "decide and record who takes over when the provider fails, and how the coins get there",
    ),
    (
        "有高 {count} 件が依存する委託先について、{lacking}がありません",
        "移行計画および業務を引き継げる代替先",
        "委託先が業務を行えなくなった場合の引継ぎ先と資産の移行手順を定め、記録してください",
    ),
)
CHAIN_UNREGISTERED = kind(
    "provider.chain_unregistered",
    Severity.WARNING,
    (
        "{reason}: {count} holdings rest on it{through}",
        "every provider in the chain in providers, with a number where its role has one, in force",
        "have the provider above replace it, or complete the table; the coming vendor rules are not published",
    ),
    (
        "{reason}です（有高 {count} 件が依存{through}）",
        "連鎖するすべての委託先が providers に記載され、番号を要する業務では届出が有効であること",
        "上位の委託先に変更を求めるか、表を補ってください（システム提供業者に係る新制度の詳細は未公表です）",
    ),
)
PLATFORM_WATCHED = kind(
    "provider.platform_watched",
    Severity.WARNING,
    (
        "{count} {what} touch {name}, on the watch list since {published} ({source}): {shown}",
        "no holding at and no transfer with an unregistered platform",
        "stop further transfers, ask the customers concerned for the purpose, and move the exchange's own coins away",
    ),
    (
        "監視対象の {name}（{published} 掲載、{source}）に関係する{what}が {count} 件あります: {shown}",
        "無登録業者における有高・無登録業者との移転がないこと",
        "以後の移転を停止し、関係する利用者に目的を確認のうえ、自己が預ける資産を移してください",
    ),
)
