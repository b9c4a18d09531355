"""Scopes: what a token may be allowed, and the roles of which its person must have one for it to count."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from hikiate.kernel.wording import Term
from hikiate.operations.workspace.people import ROLES


@dataclass(frozen=True, slots=True)
class Scope:
    """What a scope allows, in words, and the roles that it needs."""

    term: Term
    roles: frozenset[str]


EVERYBODY = frozenset(ROLES)
_MAKERS = frozenset({"maker"})

SCOPES: Mapping[str, Scope] = {
    "read": Scope(
        Term(
            "closes, figures, findings, requests, incidents, journal, proofs; nothing that names a customer",
            "締め・数値・指摘事項・申請・事案・仕訳・負債証明の参照（利用者を特定する情報を除く）",
        ),
        EVERYBODY,
    ),
    "customers:read": Scope(
        Term("payments and payout files, which name customers", "支払明細と送金ファイルの参照（利用者の情報を含む）"),
        frozenset({"maker", "approver", "auditor", "supervisor"}),
    ),
    "days:write": Scope(
        Term("hand in packs and close days", "提出データの登録と日次締めの実行"), frozenset({"maker", "admin"})
    ),
    "findings:write": Scope(
        Term("assign findings and close them", "指摘事項の担当割当てと完了"), frozenset({"maker", "admin"})
    ),
    "reserve:write": Scope(Term("ask for provision and release", "責任準備金の繰入れ・取崩しの申請"), _MAKERS),
    "incidents:write": Scope(
        Term("open incidents, determine, fund, recover, end them", "事案の登録・算定・資金手当・回収・終結"), _MAKERS
    ),
    "payouts:write": Scope(
        Term("make batches, release them, take settlements in", "支払バッチの作成・払出し・決済結果の取込み"), _MAKERS
    ),
    "requests:decide": Scope(Term("approve and reject requests", "申請の承認と却下"), frozenset({"approver"})),
    "metrics:read": Scope(Term("metrics for monitoring", "監視用の計測値の取得"), EVERYBODY),
}


def granted(scopes: Collection[str], roles: Collection[str]) -> frozenset[str]:
    """The scopes that count: those for which a role is held."""
    return frozenset(scope for scope in scopes if scope in SCOPES and SCOPES[scope].roles & set(roles))
