"""The kinds of findings about imported trades: what was wrong in the files and what was done about it."""

from hikiate.kernel.findings import FindingKind, Severity
from hikiate.kernel.wording import Words

ROWS_COUNTED = FindingKind(
    "import.rows",
    Severity.NOTE,
    Words(
        "{read} rows read from {files} file(s): {kept} kept, {repeated} repeated, {left_out} left out",
        "every row read is kept, or counted among those that are not",
        "Compare the number with what the source says it delivered.",
    ),
    Words(
        "{files} ファイルから {read} 行を読み込みました（採用 {kept} 行、重複 {repeated} 行、除外 {left_out} 行）",
        "読み込んだすべての行が、採用または除外として数えられていること",
        "提供元が示す件数と照合してください。",
    ),
)
REPEATED = FindingKind(
    "import.duplicate_id",
    Severity.NOTE,
    Words(
        "{count} rows repeat an id with the same content, such as id {example}; one of each was kept",
        "one row for each id",
        "Nothing, unless the source should not repeat rows.",
    ),
    Words(
        "同じ ID・同じ内容の行が {count} 行重複しています（例: ID {example}）。1 行だけを採用しました",
        "1 つの ID につき 1 行",
        "提供元で重複が起こり得ない場合を除き、対応は不要です。",
    ),
)
CONFLICTING = FindingKind(
    "import.conflicting_id",
    Severity.FAULT,
    Words(
        "id {id} stands for different trades: {places}",
        "one content for each id",
        "Ask the source which of the rows is right, and import the corrected file.",
    ),
    Words(
        "ID {id} の行の内容が一致しません: {places}",
        "1 つの ID につき 1 つの内容",
        "どの行が正しいかを提供元に確認し、訂正されたファイルを取り込んでください。",
    ),
)
TIME_PLACED = FindingKind(
    "import.time_blank_placed",
    Severity.WARNING,
    Words(
        "{count} rows without a time, such as id {example}, volume {volume}: the ids before and after are of one day, "
        "so each row was given the time of the id before",
        "a time in every row",
        "Nothing for figures per day; do not rely on the minute of these rows.",
    ),
    Words(
        "時刻のない行が {count} 行あります（例: ID {example}、数量合計 {volume}）。"
        "前後の ID が同じ日に属するため、直前の ID の時刻を付しました",
        "すべての行に時刻があること",
        "日ごとの数値には影響しません。これらの行の分単位の時刻には依拠しないでください。",
    ),
)
TIME_LEFT_OUT = FindingKind(
    "import.time_blank_left_out",
    Severity.WARNING,
    Words(
        "{count} rows without a time were left out, such as id {example}, volume {volume}: "
        "nothing proves the day they belong to",
        "a time in every row, or neighbouring ids of one day",
        "Ask the source for the times; the volume is too low by what was left out.",
    ),
    Words(
        "時刻がなく、属する日を確かめられない行を {count} 行除外しました（例: ID {example}、数量合計 {volume}）",
        "すべての行に時刻があること、または前後の ID が同じ日に属すること",
        "提供元に時刻を確認してください。取引量は、除外した分だけ過少です。",
    ),
)
AUCTION = FindingKind(
    "import.side_blank",
    Severity.NOTE,
    Words(
        "{count} rows without a side, such as id {example}: executed in an auction, kept with the side auction",
        "buy, sell, or blank for an execution in an auction",
        "Nothing: the volume of an auction counts once like any other.",
    ),
    Words(
        "売買の別がない行が {count} 行あります（例: ID {example}）。"
        "板寄せによる約定として、side を auction として採用しました",
        "buy、sell、または空欄（板寄せによる約定）",
        "対応は不要です。板寄せの約定も、他の約定と同じく 1 回として数えます。",
    ),
)
UNSORTED = FindingKind(
    "import.unsorted",
    Severity.NOTE,
    Words(
        "{count} rows stand before a row of an earlier time, such as the one before row {example}; "
        "the trades were sorted",
        "rows in the order of their time",
        "Nothing.",
    ),
    Words(
        "時刻の順に並んでいない行が {count} 行あります（例: {example} 行目の直前）。時刻・ID の順に並べ替えました",
        "時刻の順に並んだ行",
        "対応は不要です。",
    ),
)
OTHER_DAY = FindingKind(
    "import.other_day",
    Severity.NOTE,
    Words(
        "{count} rows of the file of {own} are of {day}, such as id {example}; kept under their own day",
        "the executions of the day in the file's name",
        "Nothing: no execution is lost, and none is counted twice, because an id is taken once over all files.",
    ),
    Words(
        "{own} のファイルに {day} の行が {count} 行あります（例: ID {example}）。実際の日付の約定として採用しました",
        "ファイル名の日付の約定",
        "対応は不要です。全ファイルを通じて ID ごとに 1 回だけ採用するため、漏れも二重計上もありません。",
    ),
)
DAY_PARTIAL = FindingKind(
    "import.day_partial",
    Severity.WARNING,
    Words(
        "{day} is covered in part only: {count} rows came with the files of other days",
        "the file of {day}",
        "Import the files together with the one of {day}, or leave that day out of any figure per day.",
    ),
    Words(
        "{day} は一部しか含まれていません（他の日のファイルから {count} 行）",
        "{day} のファイル",
        "{day} のファイルも合わせて取り込むか、その日を日ごとの数値から除いてください。",
    ),
)
DAY_OPEN_ENDED = FindingKind(
    "import.day_open_ended",
    Severity.NOTE,
    Words(
        "the last execution of {day} is of {last}; later ones may stand in the file of {following}, which is not there",
        "the file of the following day, where the last executions of a day are found",
        "Import the file of {following} too if the last minute of {day} matters.",
    ),
    Words(
        "{day} の最後の約定は {last} です。以降の約定は、取り込んでいない {following} のファイルにある可能性があります",
        "翌日のファイル（1 日の最後の約定はここに含まれることがあります）",
        "{day} の終わりまで正確に必要な場合は、{following} のファイルも取り込んでください。",
    ),
)
BINARY_FLOATS = FindingKind(
    "import.binary_floats",
    Severity.WARNING,
    Words(
        "column {column} holds {count} binary floats; each was taken as its shortest decimal text, such as {example}",
        "decimal text or whole numbers",
        "Prefer an export with decimal text: digits that the source itself lost cannot be brought back.",
    ),
    Words(
        "列 {column} は 2 進浮動小数点数です（{count} 件）。それぞれ最短の 10 進表記に変換しました（例: {example}）",
        "10 進のテキスト、または整数",
        "10 進テキストでの出力に切り替えてください。提供元で失われた桁は復元できません。",
    ),
)
EXPONENTS = FindingKind(
    "import.exponents",
    Severity.NOTE,
    Words(
        "column {column} writes {count} numbers with an exponent; they were written out exactly",
        "plain decimal text",
        "Nothing.",
    ),
    Words(
        "列 {column} に指数表記の数値が {count} 件あります。値を変えずに通常の表記へ直しました",
        "指数のない 10 進テキスト",
        "対応は不要です。",
    ),
)
ID_ABSENT = FindingKind(
    "import.id_absent",
    Severity.WARNING,
    Words(
        "the file gives no ids; {count} rows were named after the file and their row",
        "an id for each trade, by which repeated rows can be recognised",
        "Make sure that no trade stands in two files, or prefer an export with ids.",
    ),
    Words(
        "ファイルに ID がありません。{count} 行にファイル名と行番号による ID を付しました",
        "約定ごとの ID（重複を見分けるため）",
        "同じ約定が複数のファイルに含まれていないことを確認するか、ID のある出力を使ってください。",
    ),
)
SIDE_ABSENT = FindingKind(
    "import.side_absent",
    Severity.NOTE,
    Words(
        "{count} rows do not say a side; they are kept with the side auction, a pack's word for a trade without one",
        "buy or sell",
        "Nothing: the volume does not depend on the side.",
    ),
    Words(
        "売買の別がない行が {count} 行あります。side は、売買の別がない約定を表す auction としました",
        "buy または sell",
        "対応は不要です。取引量は売買の別によりません。",
    ),
)
CELL_REFUSED = FindingKind(
    "import.cell_refused",
    Severity.FAULT,
    Words(
        "{found} in column {column} ({count} such row(s) in the file)",
        "{wanted_en}",
        "Correct the file, or ask the source for a correct one.",
    ),
    Words(
        "列 {column} に {found} があります（このファイルに同様の行が {count} 行）",
        "{wanted_ja}",
        "ファイルを訂正するか、提供元に正しいファイルを求めてください。",
    ),
)
COLUMNS_REFUSED = FindingKind(
    "import.columns",
    Severity.FAULT,
    Words(
        "the columns are {found}",
        "{wanted}",
        "Check that the file is of the format named in the call.",
    ),
    Words(
        "列は {found} です",
        "{wanted}",
        "指定した形式のファイルかどうかを確認してください。",
    ),
)
MARKET_UNKNOWN = FindingKind(
    "import.market_unknown",
    Severity.FAULT,
    Words(
        "the market is not known: found {found}",
        "a market such as BTC/JPY, in the file or as the option market",
        "State the market with the option market.",
    ),
    Words(
        "市場を特定できません: {found}",
        "BTC/JPY のような市場名（ファイル内、またはオプション market）",
        "オプション market で市場を指定してください。",
    ),
)
KIND_REFUSED = FindingKind(
    "import.column_kind",
    Severity.FAULT,
    Words(
        "column {column} is of kind {kind}",
        "text or whole numbers; for prices and sizes also decimals",
        "Write the column as text.",
    ),
    Words(
        "列 {column} の型は {kind} です",
        "文字列または整数（価格・数量は 10 進数も可）",
        "列を文字列として出力してください。",
    ),
)
MARKET_DIFFERS = FindingKind(
    "import.market_differs",
    Severity.FAULT,
    Words(
        "the file says {found}, and the option market says {option}",
        "one market from both",
        "Leave the option out, or name only the files of {option}.",
    ),
    Words(
        "ファイルの市場は {found}、オプション market の指定は {option} です",
        "両者が一致すること",
        "オプションを省くか、{option} のファイルだけを指定してください。",
    ),
)
NOT_SPOT = FindingKind(
    "import.not_spot",
    Severity.FAULT,
    Words(
        "{found} is no spot market but a contract on margin or a derivative",
        "executions of spot markets: the table trades of a pack is spot",
        "State the volume of margin trading in the table volumes, as the item margin.",
    ),
    Words(
        "{found} は現物市場ではなく、証拠金取引またはデリバティブの市場です",
        "現物市場の約定（パックの trades は現物取引のみ）",
        "証拠金取引の取引高は、volumes に item を margin として記入してください。",
    ),
)
NO_ROWS = FindingKind(
    "import.no_rows",
    Severity.FAULT,
    Words(
        "there is nothing to import",
        "at least one row that can be kept",
        "Check that the right files were named.",
    ),
    Words(
        "取り込むデータがありません",
        "採用できる行が 1 行以上あること",
        "正しいファイルを指定したかどうかを確認してください。",
    ),
)
