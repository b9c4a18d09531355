"""The kinds of findings about a listing of reserves as a whole: its day, its version, its units, its form."""

from hikiate.kernel.findings import FindingKind, Severity
from hikiate.kernel.wording import Words

SEVERAL_DAYS = FindingKind(
    "import.several_days",
    Severity.FAULT,
    Words(
        "the files hold listings of {count} days",
        "one day, stated with the option day: {days}",
        "Choose the day with the option day.",
    ),
    Words(
        "ファイルに {count} 日分の一覧があります",
        "オプション day で指定した 1 日分: {days}",
        "オプション day で日を指定してください。",
    ),
)
DAY_ABSENT = FindingKind(
    "import.day_absent",
    Severity.FAULT,
    Words(
        "the files hold no listing of {day}",
        "one of the days they hold: {days}",
        "Choose another day with the option day, or name the file of {day}.",
    ),
    Words(
        "ファイルに {day} の一覧がありません",
        "ファイルにある日のいずれか: {days}",
        "オプション day で別の日を指定するか、{day} のファイルを指定してください。",
    ),
)
SEVERAL_VERSIONS = FindingKind(
    "import.several_versions",
    Severity.FAULT,
    Words(
        "{day} was published in several versions that differ in {count} rows, such as {example}",
        "one version, stated with the option version: {versions}",
        "Choose one with the option version; nobody but the publisher can say which is right.",
    ),
    Words(
        "{day} には内容の異なる複数の版があります（{count} 行が相違。例: {example}）",
        "オプション version で指定した 1 つの版: {versions}",
        "オプション version で版を指定してください。どの版が正しいかは公表元でなければ分かりません。",
    ),
)
VERSION_ABSENT = FindingKind(
    "import.version_absent",
    Severity.FAULT,
    Words(
        "the listing of {day} has no version {version}",
        "a version of the column commit: {versions}",
        "Choose one of them with the option version, or leave the option out.",
    ),
    Words(
        "{day} の一覧に版 {version} はありません",
        "列 commit にある版: {versions}",
        "オプション version でいずれかを指定するか、このオプションを外してください。",
    ),
)
SAME_VERSIONS = FindingKind(
    "import.same_versions",
    Severity.NOTE,
    Words(
        "{day} was published {count} times with the same content ({versions}); taken once",
        "one version of each day",
        "Nothing.",
    ),
    Words(
        "{day} は同じ内容で {count} 回公表されています（{versions}）。1 回分だけを採用しました",
        "1 日につき 1 つの版",
        "対応は不要です。",
    ),
)
DAY_UNKNOWN = FindingKind(
    "import.day_unknown",
    Severity.FAULT,
    Words(
        "neither a column published nor the file's name says the day of the listing",
        "a day such as 2024-05-08",
        "State the day with the option day.",
    ),
    Words(
        "列 published にもファイル名にも、一覧の日がありません",
        "2024-05-08 のような日",
        "オプション day で日を指定してください。",
    ),
)
MINOR_UNITS = FindingKind(
    "import.minor_units",
    Severity.WARNING,
    Words(
        "the layout without a column Network counts in the smallest unit of each coin; {count} amounts were converted, "
        "such as {example}",
        "amounts in whole coins",
        "Compare the holdings with the published totals: a wrong unit shows at once.",
    ),
    Words(
        "列 Network のない書式は、各コインの最小単位で数えています。{count} 件の数量を換算しました（例: {example}）",
        "コイン単位の数量",
        "holdings を公表値と照合してください。単位の誤りは直ちに分かります。",
    ),
)
UNIT_UNKNOWN = FindingKind(
    "import.unit_unknown",
    Severity.FAULT,
    Words(
        "the layout counts in the smallest unit of each coin, and the decimals of {coins} are not known",
        "coins with a known number of decimals, or a listing in whole coins",
        "Import a listing that has a column Network.",
    ),
    Words(
        "この書式は各コインの最小単位で数えていますが、{coins} の小数桁数が分かりません",
        "小数桁数が知られているコイン、またはコイン単位の一覧",
        "列 Network のある一覧を取り込んでください。",
    ),
)
STAKED = FindingKind(
    "import.staked",
    Severity.WARNING,
    Words(
        "{count} rows are of coins that are staked ({types}), {amounts} in all; kept as holdings like the others",
        "holdings that can be paid out at once",
        "Check how long these coins take to be withdrawn.",
    ),
    Words(
        "ステーキング中のコインの行が {count} 行あります（{types}、合計 {amounts}）。他と同じく保有としました",
        "直ちに払い出せる保有",
        "引き出しに要する期間を確認してください。",
    ),
)
TITLE = FindingKind(
    "import.title_line",
    Severity.NOTE,
    Words(
        "'{text}' stands before the header and was taken as a title",
        "a header in the first line",
        "Nothing.",
    ),
    Words(
        "見出し行の前に「{text}」があります。表題とみなしました",
        "1 行目が見出し行であること",
        "対応は不要です。",
    ),
)
OVERLONG = FindingKind(
    "import.overlong_rows",
    Severity.NOTE,
    Words(
        "{count} rows have more cells than the header, such as row {example}: a comma inside the last columns, "
        "which are not imported",
        "as many cells as the header has",
        "Nothing: coin, address and amount stand before them.",
    ),
    Words(
        "見出しよりセルの多い行が {count} 行あります（例: {example} 行目）。取り込まない末尾の列のコンマによるものです",
        "見出しと同じ数のセル",
        "対応は不要です。コイン・アドレス・数量はその前の列にあります。",
    ),
)
