"""Findings about tokens and about the lists they come from."""

from hikiate.kernel.findings import Severity
from hikiate.rules.kinds.catalogue import kind

UNKNOWN_LIST = kind(
    "tokens.unknown_list",
    Severity.FAULT,
    (
        "columns {value}",
        "one of the lists that are read: {wanted}",
        "name a pack, or export the list in one of these forms",
    ),
    ("列 {value}", "対応する一覧のいずれか: {wanted}", "パックを指定するか、いずれかの形式で書き出してください"),
)
NO_TOKENS = kind(
    "tokens.none",
    Severity.FAULT,
    ("no table tokens", "tokens.csv or tokens.parquet", "add the table, or name a list of tokens"),
    ("表 tokens がありません", "tokens.csv または tokens.parquet", "表を追加するか、トークンの一覧を指定してください"),
)
UNKNOWN_TOKEN = kind(
    "tokens.unknown_token",
    Severity.FAULT,
    ("no token {value}", "a token of the table tokens: {wanted}", "correct the name"),
    ("トークン {value} はありません", "表 tokens にあるトークン: {wanted}", "名称を訂正してください"),
)
UNKNOWN_CLASS = kind(
    "tokens.unknown_class",
    Severity.FAULT,
    ("no class {value}", "one of {wanted}", "see hikiate tokens procedure"),
    ("区分 {value} はありません", "次のいずれか: {wanted}", "hikiate tokens procedure を参照してください"),
)
NOT_IN_FORCE = kind(
    "tokens.not_in_force",
    Severity.FAULT,
    ("{value}", "a day from {wanted}, when the procedure begins", "name a later day by --on"),
    ("{value}", "判定手順の開始日 {wanted} 以降の日", "--on でより後の日を指定してください"),
)
LIST_OLD = kind(
    "tokens.list_old",
    Severity.WARNING,
    (
        "a list of {as_of}, {days} days before {day}",
        "a list of at most {most} days",
        "take a fresh copy; coins die, are renamed and are delisted within weeks",
    ),
    (
        "{as_of} 時点の一覧です（{day} の {days} 日前）",
        "{most} 日以内の一覧",
        "最新のものを取得してください。廃止・名称変更・上場廃止は数週間で起こります",
    ),
)
LIST_UNDATED = kind(
    "tokens.list_undated",
    Severity.WARNING,
    ("the list does not say of which day it is", "a day", "say it by --as-of"),
    ("一覧の時点が分かりません", "時点の指定", "--as-of で指定してください"),
)
SAME_SYMBOL = kind(
    "tokens.same_symbol",
    Severity.WARNING,
    (
        "{count} tokens are called {symbol}: {names}",
        "an identifier for each",
        "tell them apart by their identifiers and never by the symbol",
    ),
    (
        "{symbol} という記号のトークンが {count} 件あります: {names}",
        "それぞれの識別子",
        "記号ではなく識別子で区別してください",
    ),
)
SAME_ADDRESS = kind(
    "tokens.same_address",
    Severity.WARNING,
    (
        "{count} names at one address: {names}",
        "one token for one address",
        "find out which name is the present one: the token was renamed, or one of the rows is wrong",
    ),
    (
        "一つのアドレスに {count} 件の名称があります: {names}",
        "一つのアドレスに一つのトークン",
        "現在の名称を確認してください。名称が変更されたか、いずれかの行が誤っています",
    ),
)
IDENTIFIER_DOUBTFUL = kind(
    "tokens.identifier_doubtful",
    Severity.WARNING,
    (
        "{identifier}: {reason}",
        "an identifier that can be verified",
        "compare it with the issuer's own; until then the token is not identified",
    ),
    (
        "{identifier}: {reason}",
        "検証できる識別子",
        "発行者が公表するものと照合してください。それまでは特定されたものとして扱いません",
    ),
)
WORD_UNKNOWN = kind(
    "tokens.word_unknown",
    Severity.WARNING,
    (
        "{value} in {count} rows",
        "one of {wanted}",
        "correct it at its source, or take it for unknown, as is done here",
    ),
    (
        "{count} 行に {value} とあります",
        "次のいずれか: {wanted}",
        "出所で訂正してください。ここでは不明として扱います",
    ),
)
RENAMED = kind(
    "tokens.renamed",
    Severity.WARNING,
    (
        "was called {before} and is called {after}",
        "a name that customers were told of",
        "make sure that it is the same token, tell customers, and correct what was disclosed under the old name",
    ),
    (
        "名称が {before} から {after} に変わりました",
        "利用者に周知した名称",
        "同一のトークンであることを確認し、利用者に周知し、旧名称による開示を訂正してください",
    ),
)
FORKED = kind(
    "tokens.forked",
    Severity.WARNING,
    (
        "was {before} and is {after}: another contract or chain under the same symbol",
        "the identifier on which the class was decided",
        "decide the class anew: after a fork or a move, what customers hold may be the old one, the new one or both",
    ),
    (
        "識別子が {before} から {after} に変わりました（同じ記号の別のコントラクトまたはチェーン）",
        "区分を判定した識別子",
        "区分を判定し直してください。分岐・移行の後は、利用者の保有が旧・新・双方のいずれか確認が必要です",
    ),
)
