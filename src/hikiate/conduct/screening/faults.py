"""What can be wrong with a sanctions list, and what a screening finds."""

from hikiate.kernel.findings import FindingKind, Severity
from hikiate.kernel.wording import Words

_FORMS = "OFAC's classic sdn.xml, the UN's consolidated XML, the EU's consolidated XML, or a CSV with the column name"
_FORMS_JA = "OFAC の sdn.xml（従来形式）、国連統合リスト XML、EU 統合リスト XML、または name（氏名）列のある CSV"

UNKNOWN_FORM = FindingKind(
    "screening.unknown_form",
    Severity.FAULT,
    Words("{value}", _FORMS, "hand in the list in one of these forms"),
    Words("{value}", _FORMS_JA, "いずれかの形式のリストを提出してください"),
)
EMPTY_LIST = FindingKind(
    "screening.empty_list",
    Severity.FAULT,
    Words("no name and no address", "a list with entries", "fetch the list again; an empty list clears everybody"),
    Words(
        "氏名もアドレスもありません",
        "記載のあるリスト",
        "リストを取得し直してください。空のリストでは全員が照合を通過してしまいます",
    ),
)
INCOMPLETE_LIST = FindingKind(
    "screening.incomplete_list",
    Severity.FAULT,
    Words("{count} entries", "the {stated} entries that the list says it has", "fetch the list again"),
    Words("{count} 件", "リスト自身が示す {stated} 件", "リストを取得し直してください"),
)
TOO_LARGE = FindingKind(
    "screening.list_too_large",
    Severity.FAULT,
    Words("{size} bytes", "at most {limit} bytes", "make sure that the file is the list; split a list of one's own"),
    Words(
        "{size} バイト",
        "{limit} バイト以内",
        "リストのファイルか確認してください。自社リストは分割してください",
    ),
)
STALE_LIST = FindingKind(
    "screening.stale_list",
    Severity.WARNING,
    Words(
        "published on {published}, {age} days before",
        "a list of at most {days_max} days",
        "fetch the list again and screen before money moves",
    ),
    Words(
        "{published} 公表（{age} 日前）",
        "{days_max} 日以内に公表されたリスト",
        "リストを取得し直し、支払の前に照合し直してください",
    ),
)
UNDATED_LIST = FindingKind(
    "screening.undated_list",
    Severity.WARNING,
    Words(
        "a list that does not say its day",
        "a day from which its age can be told",
        "add the column as_of, or make sure in another way that the list is the newest",
    ),
    Words(
        "公表日の分からないリストです",
        "新しさを確認できる日付",
        "as_of（公表日）列を加えるか、最新のリストであることを別途確認してください",
    ),
)
NO_LIST = FindingKind(
    "screening.no_list",
    Severity.WARNING,
    Words(
        "no sanctions list was handed in",
        "at least the lists that the law and the banks require",
        "name the files under [screening] and run it again before money moves",
    ),
    Words(
        "制裁対象者リストが提出されていません",
        "法令および取引銀行が求めるリスト",
        "[screening] にファイルを指定し、支払の前に照合をやり直してください",
    ),
)
MATCH = FindingKind(
    "screening.match",
    Severity.WARNING,
    Words(
        "{count} customers match entries of this list at a score of {threshold} or more",
        "a person's decision on each match",
        "compare each match with the entry; what is no match is released, what is one is frozen and reported",
    ),
    Words(
        "このリストと {count} 名が一致しました（一致度 {threshold} 以上）",
        "一致ごとの担当者の判断",
        "記載内容と照合し、別人と確認できたものは保留を解除し、該当するものは凍結と届出を行ってください",
    ),
)
