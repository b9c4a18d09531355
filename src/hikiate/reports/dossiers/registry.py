"""The registry as a dossier: providers and their standing, who rests on whom, concentration, watch list, notices."""

from collections.abc import Sequence
from fractions import Fraction

from hikiate.conduct.providers.dependence import Dependence, dependence
from hikiate.conduct.providers.notices import DUE_UNDECIDED, Notice
from hikiate.facts.pack import Pack
from hikiate.facts.registry import Registry
from hikiate.kernel.amounts import grouped, percent_text
from hikiate.kernel.findings import Finding
from hikiate.kernel.results import Result
from hikiate.kernel.status import Status
from hikiate.kernel.wording import Term
from hikiate.law.rulebooks import Edition
from hikiate.reports.dossiers.dependence_drawing import dependence_drawing
from hikiate.reports.dossiers.dossier import Cell, Column, Dossier, Section, Table, column
from hikiate.reports.labels import SEVERITIES, STATUSES

PREFIX = "provider."
KEEPERS = "keepers"

_ROLES = {
    "custodian": Term("custodian", "管理の受託者"),
    "wallet_system": Term("wallet system", "ウォレットシステム"),
    "cloud": Term("cloud", "クラウド"),
    "": Term("", ""),
}
_SERVICES = {
    "custody": Term("custody", "管理"),
    "keys": Term("keys", "鍵の保管"),
    "signing": Term("signing", "署名"),
    "wallet_software": Term("wallet software", "ウォレットソフト"),
    "nodes": Term("nodes", "ノード"),
    "hosting": Term("hosting", "基盤提供"),
    "network": Term("network", "通信"),
    "support": Term("support", "運用支援"),
}
_NONE = Term("none", "なし")
_UNLISTED = Term("not in providers", "providers に記載なし")
_NO_END = Term("no end", "期限なし")
_NO_NOTICES = Term("no earlier pack was named, or nothing changed", "前回のパックの指定がないか、変更がありません")
_WITHHELD = Term("withheld", "算定保留")
_CUSTOMERS = {"customer", "guarantee"}
_PLACES = 4


def registry_dossier(
    pack: Pack, result: Result, changes: Sequence[Notice] = (), law: Sequence[Edition] = ()
) -> Dossier:
    """The registry of a pack beside what its close found of it.

    `changes` are notices prepared for filing, `law` the rulebooks of the close on its day.
    """
    registry = pack.registry or Registry(None, (), ())
    rests = dependence(registry, pack.holdings or ())
    found = provider_findings(result)
    shares = {provider: _share(result, provider) for provider in rests.providers}
    troubled = frozenset(name for name in rests.providers for finding in found if _is_about(finding, name))
    picture = dependence_drawing(pack, registry, rests, shares, troubled)
    return Dossier(
        Term("Provider registry", "委託先台帳"),
        pack.exchange.name,
        pack.exchange.snapshot_at.isoformat(),
        (
            Section(Term("What was found", "指摘"), tables=(findings_table(found), _law(law))),
            Section(Term("Providers", "委託先"), tables=(_providers(pack, registry), _contracts(registry))),
            Section(
                Term("Who rests on whom", "依存関係"),
                words=(_promise(registry),),
                drawing=picture,
                tables=(_resting(rests, shares), _keys(registry)),
            ),
            Section(Term("Watch list", "監視対象"), tables=(_watched(registry),)),
            Section(Term("Change notices, prepared", "変更届の準備"), (DUE_UNDECIDED,), (_notices(changes),)),
        ),
        (Term(f"pack {pack.digest}", f"パックのダイジェスト {pack.digest}"),),
    )


def provider_findings(result: Result) -> list[Finding]:
    """What a close found about providers."""
    return [finding for finding in result.findings if finding.code.startswith(PREFIX)]


def findings_table(found: Sequence[Finding]) -> Table:
    """Findings as rows: how grave, where, what, what to do, by when, on what ground."""
    rows = tuple(
        (
            SEVERITIES[finding.severity],
            finding.where,
            Term(finding.en.found, finding.ja.found),
            Term(finding.en.do, finding.ja.do),
            finding.due.isoformat() if finding.due else "",
            finding.citation,
        )
        for finding in found
    )
    columns = (
        column("severity", "区分"),
        column("where", "箇所"),
        column("found", "確認された事実"),
        column("do", "対応"),
        column("due", "期限"),
        column("article", "根拠"),
    )
    return Table(Term("Findings", "指摘の一覧"), columns, rows, Term("nothing was found", "指摘はありません"))


def _law(editions: Sequence[Edition]) -> Table:
    """What the law of the day says of keepers, with its status; the rules for vendors, which nobody has published."""
    rows: list[tuple[Cell, ...]] = [
        (
            edition.book.provisions[KEEPERS].title,
            STATUSES[edition[KEEPERS].status],
            edition[KEEPERS].citation.text,
            edition[KEEPERS].source,
            str(edition[KEEPERS].in_force_until or ""),
        )
        for edition in editions
        if KEEPERS in edition
    ]
    vendors = Term("Providers of wallet and custody systems", "システム提供業者・保管業者の規制")
    rows.append((vendors, STATUSES[Status.UNDECIDED], "Law No. 64 of 2026 (令和8年法律第64号)", DUE_UNDECIDED, ""))
    columns = (
        column("provision", "規定"),
        column("status", "位置付け"),
        column("article", "根拠"),
        column("source", "確認元"),
        column("until", "期限"),
    )
    return Table(Term("Law applied", "適用した規定"), columns, tuple(rows), _NONE)


def _promise(registry: Registry) -> Term:
    months = registry.review_months
    if months is None:
        return Term("The exchange promises no interval of review.", "検証の頻度の定めはありません。")
    return Term(
        f"Reviewed at least every {months} months, by the exchange's own promise; no law gives a number.",
        f"検証は少なくとも {months} か月ごと（取引所が自ら定めた頻度であり、法令に月数の定めはありません）。",
    )


def _providers(pack: Pack, registry: Registry) -> Table:
    listed = pack.providers or ()
    rows: list[tuple[Cell, ...]] = [
        (
            row.provider,
            row.name or "",
            _ROLES[row.role],
            row.number or "",
            _day(row.notified_on),
            _NO_END if row.ends_on is None else row.ends_on.isoformat(),
            row.jurisdiction or "",
        )
        for row in listed
    ]
    names = {row.provider for row in listed}
    rows += [
        (entry.provider, _UNLISTED, "", "", "", "", "") for entry in registry.providers if entry.provider not in names
    ]
    heads = (
        column("provider", "識別子"),
        column("name", "名称"),
        column("role", "役割"),
        column("number", "登録・届出番号"),
        column("notified", "届出日"),
        column("ends", "失効日"),
        column("jurisdiction", "所在国・地域"),
    )
    return Table(Term("Registration", "登録・届出"), heads, tuple(rows), _NONE)


def _contracts(registry: Registry) -> Table:
    rows = tuple(
        (
            entry.provider,
            entry.contract,
            f"{entry.contract_starts} - {_day(entry.contract_ends)}",
            Term(
                ", ".join(_SERVICES[service].en for service in entry.services),
                "・".join(_SERVICES[service].ja for service in entry.services),
            ),
            "; ".join(f"{certificate.name} ({certificate.ends})" for certificate in entry.certificates),
            _day(entry.last_review),
            entry.exit_plan,
            entry.substitute,
        )
        for entry in registry.providers
    )
    heads = (
        column("provider", "識別子"),
        column("contract", "契約"),
        column("runs", "契約期間"),
        column("services", "委託業務"),
        column("certificates (end)", "認証（期限）"),
        column("last review", "最終検証日"),
        column("exit plan", "移行計画"),
        column("substitute", "代替先"),
    )
    return Table(Term("Contracts and oversight", "契約と監督"), heads, rows, _NONE)


def _resting(rests: Dependence, shares: dict[str, str]) -> Table:
    rows = tuple(
        (
            provider,
            ", ".join(rests.through.get(provider, ())) or _NONE,
            grouped(str(len(holdings))),
            ", ".join(dict.fromkeys(holding.holding for holding in holdings)),
            shares[provider] or (_WITHHELD if any(row.owner in _CUSTOMERS for row in holdings) else _NONE),
        )
        for provider, holdings in rests.resting.items()
    )
    heads = (
        column("provider", "識別子"),
        column("through", "経由"),
        column("holdings", "有高数", numeric=True),
        column("which", "有高"),
        column("share of customers' assets", "利用者財産に占める割合", numeric=True),
    )
    return Table(
        Term("Concentration", "集中度"), heads, rows, Term("nothing rests on others", "依存する有高はありません")
    )


def _keys(registry: Registry) -> Table:
    rows = tuple((key, entry.provider) for entry in registry.providers for key in entry.keys)
    heads = (column("key", "鍵・分割鍵"), column("provider", "委託先"))
    return Table(Term("Keys", "鍵"), heads, rows, Term("no key rests on others", "他者に依存する鍵はありません"))


def _watched(registry: Registry) -> Table:
    rows = tuple(
        (row.name, ", ".join(row.providers), ", ".join(row.addresses), row.source, row.published_on.isoformat())
        for row in registry.watched
    )
    heads = (
        column("platform", "業者"),
        column("names in the pack", "パック内の名称"),
        column("addresses", "アドレス"),
        column("source", "出典"),
        column("published", "掲載日"),
    )
    return Table(Term("Watched platforms", "監視対象の業者"), heads, rows, _NONE)


def _notices(changes: Sequence[Notice]) -> Table:
    rows = tuple(
        (change.provider, _ROLES[change.role], change.change, change.about, change.before, change.after)
        for change in changes
    )
    heads: tuple[Column, ...] = (
        column("provider", "識別子"),
        column("role", "役割"),
        column("change", "異動"),
        column("about", "事項"),
        column("before", "変更前"),
        column("after", "変更後"),
    )
    return Table(Term("Changes since the earlier pack", "前回のパックからの変更"), heads, rows, _NO_NOTICES)


def _share(result: Result, provider: str) -> str:
    figure = result.figures.get(f"provider.{provider}.share")
    if figure is None or figure.value is None:
        return ""
    return percent_text(Fraction(int(figure.number * 10**_PLACES), 10**_PLACES))


def _is_about(finding: Finding, provider: str) -> bool:
    return finding.where in {f"provider.{provider}", f"providers.{provider}"} or finding.where.startswith(
        f"provider.{provider}."
    )


def _day(day: object) -> str:
    return "" if day is None else str(day)
