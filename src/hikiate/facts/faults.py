"""The faults of input: what cannot be worked with, each with what was found, what is wanted and what to do."""

from hikiate.kernel.findings import FindingKind, Severity
from hikiate.kernel.wording import Words

FAULTS_SHOWN_MAX = 200
"""So many faults of one table are listed one by one; the rest are counted in a last line."""


def _fault(code: str, en: tuple[str, str, str], ja: tuple[str, str, str]) -> FindingKind:
    return FindingKind(code, Severity.FAULT, Words(*en), Words(*ja))


BLANK = _fault(
    "input.blank",
    ("blank", "a value", "fill the cell; write 0 where nothing is owed or held"),
    ("空欄です", "値", "値を記入してください。残高がない場合は 0 と記入します"),
)
BLANK_WORD = _fault("input.blank", ("blank", "a value", "fill the cell"), ("空欄です", "値", "値を記入してください"))
NEGATIVE = _fault(
    "input.negative",
    (
        "{value}",
        "an amount of zero or more",
        "put what a customer owes into the column debt; never as a negative balance",
    ),
    ("{value}", "0以上の数量", "利用者の債務は debt 列に記入し、残高を負の値にしないでください"),
)
NOT_DECIMAL = _fault(
    "input.not_decimal",
    (
        "{value}",
        "plain decimal text such as 4502.9",
        "write digits and at most one point: no sign, exponent, thousands mark or unit",
    ),
    (
        "{value}",
        "4502.9 のような十進数",
        "数字と小数点のみで記入してください（符号・指数・桁区切り・単位は使えません）",
    ),
)
OVER_SCALED = _fault(
    "input.over_scaled",
    ("{value}", "at most {scale} decimals for {asset}", "correct the amount, or the asset's scale in exchange.toml"),
    ("{value}", "{asset} の小数点以下は {scale} 桁まで", "数量または exchange.toml の scale を訂正してください"),
)
OVERFLOW = _fault(
    "input.overflow",
    ("{value}", "at most 127 bits of minor units", "check the unit: minor units may have been written as whole ones"),
    ("{value}", "最小単位で127ビット以内の数量", "単位の取り違えがないか確認してください"),
)
BINARY_FLOAT = _fault(
    "input.binary_float",
    (
        "a column of binary floating-point numbers ({value})",
        "decimals, whole numbers or text",
        "write the column as decimal(38, scale) or text",
    ),
    (
        "浮動小数点数の列です（{value}）",
        "十進数・整数・文字列の列",
        "decimal(38, scale) または文字列で書き出してください",
    ),
)
UNKNOWN_ASSET = _fault(
    "input.unknown_asset",
    ("{value}", "an asset of exchange.toml: {assets}", "declare it under [assets.{value}] or correct the name"),
    ("{value}", "exchange.toml にある資産: {assets}", "[assets.{value}] に宣言するか、名称を訂正してください"),
)
NOT_A_MARKET = _fault(
    "input.not_a_market",
    ("{value}", "two assets of exchange.toml, such as BTC/JPY", "write base/quote, and declare both assets"),
    (
        "{value}",
        "BTC/JPY のような、exchange.toml にある二つの資産",
        "基軸/決済の形で記入し、両方の資産を宣言してください",
    ),
)
NOT_A_DAY = _fault(
    "input.not_a_day",
    ("{value}", "an ISO day such as 2026-09-18", "write year-month-day"),
    ("{value}", "2026-09-18 のような日付", "年-月-日の形で記入してください"),
)
NOT_A_MOMENT = _fault(
    "input.not_a_moment",
    (
        "{value}",
        "an ISO moment with offset such as 2026-09-18T23:59:59+09:00",
        "write the offset; a time without it is no moment",
    ),
    ("{value}", "2026-09-18T23:59:59+09:00 のような時差付き日時", "時差（+09:00 など）を付けて記入してください"),
)
NOT_A_CHOICE = _fault(
    "input.not_a_choice",
    ("{value}", "one of {choices}", "write one of these words"),
    ("{value}", "次のいずれか: {choices}", "いずれかの語を記入してください"),
)
NOT_HEX = _fault(
    "input.not_hex",
    ("no secret of at least 16 bytes in hex", "32 or more hex digits", "make a new secret for this customer"),
    ("16バイト以上の16進数ではありません", "32桁以上の16進数", "この利用者の秘密値を作り直してください"),
)
DUPLICATE = _fault(
    "input.duplicate",
    (
        "{value} stands there already",
        "one row for each {key}",
        "keep the true row; add the amounts only when both are true",
    ),
    ("{value} は既に存在します", "{key} ごとに1行", "正しい行だけを残してください。両方が正しい場合のみ合算します"),
)
UNKNOWN_COLUMN = _fault(
    "input.unknown_column",
    ("column {value}", "only {columns}", "correct its name or take it out"),
    ("列 {value}", "次の列のみ: {columns}", "列名を訂正するか、列を削除してください"),
)
MISSING_COLUMN = _fault(
    "input.missing_column",
    ("no column {value}", "the columns {columns}", "add the column"),
    ("列 {value} がありません", "次の列: {columns}", "列を追加してください"),
)
UNKNOWN_KEY = _fault(
    "input.unknown_key",
    ("key {value}", "only {keys}", "correct its name or take it out"),
    ("キー {value}", "次のキーのみ: {keys}", "キー名を訂正するか、削除してください"),
)
MISSING_KEY = _fault(
    "input.missing_key",
    ("no key {key}", "{wanted}", "add the key"),
    ("キー {key} がありません", "{wanted}", "キーを追加してください"),
)
WRONG_VALUE = _fault(
    "input.wrong_value",
    ("{value}", "{wanted}", "correct the value"),
    ("{value}", "{wanted_ja}", "値を訂正してください"),
)
UNKNOWN_FILE = _fault(
    "input.unknown_file",
    ("a file that is no table of a pack", "only {files}", "correct its name or move it out of the pack"),
    (
        "パックの表ではないファイルです",
        "次のファイルのみ: {files}",
        "ファイル名を訂正するか、パックの外に移してください",
    ),
)
TWO_FORMS = _fault(
    "input.two_forms",
    ("the table stands there as CSV and as Parquet", "one of them", "remove the one that is out of date"),
    ("同じ表が CSV と Parquet の両方にあります", "いずれか一方", "古い方を取り除いてください"),
)
NO_FILE = _fault(
    "input.no_file",
    ("not there", "{wanted}", "{do}"),
    ("ありません", "{wanted_ja}", "{do_ja}"),
)
UNREADABLE = _fault(
    "input.unreadable",
    ("not read: {value}", "{wanted}", "write the file again from its source"),
    ("読み込めません: {value}", "{wanted_ja}", "元データから書き出し直してください"),
)
UNREADABLE_TABLE = _fault(
    "input.unreadable",
    ("not read: {value}", "a whole CSV or Parquet table", "write the file again from its source"),
    ("読み込めません: {value}", "破損のない CSV または Parquet の表", "元データから書き出し直してください"),
)
NOT_UTF8 = _fault(
    "input.not_utf8",
    ("a byte that is no UTF-8 ({value})", "UTF-8", "save as UTF-8; in Excel choose CSV UTF-8"),
    (
        "UTF-8 ではないバイトがあります（{value}）",
        "UTF-8",
        "UTF-8 で保存してください（Excel では「CSV UTF-8」を選びます）",
    ),
)
RAGGED = _fault(
    "input.ragged",
    ("{value} fields", "{wanted} fields, as in the header", "quote a text that holds a comma or a line break"),
    ("{value} 個の項目", "見出しと同じ {wanted} 個の項目", "コンマや改行を含む文字列は引用符で囲んでください"),
)
CIRCLE = _fault(
    "input.circle",
    (
        "{value}",
        "sub-providers that never lead back to where they began",
        "correct sub_providers: nobody can be overseen through themselves",
    ),
    (
        "{value}",
        "たどっても起点に戻らない再委託関係",
        "sub_providers を訂正してください。再委託先をたどって自らに戻る関係では監督できません",
    ),
)
MORE_FAULTS = _fault(
    "input.more_faults",
    ("{value} more rows with faults", "none", "mend what is listed and check again"),
    ("ほかに {value} 行の不備があります", "不備なし", "上記を訂正のうえ、再度確認してください"),
)
NO_RULEBOOK = _fault(
    "input.no_rulebook",
    ("none", "at least one of {names}", "name one in exchange.toml, or by --rulebook"),
    ("指定がありません", "次のうち少なくとも一つ: {names}", "exchange.toml または --rulebook で指定してください"),
)
PDF_TO_TERMINAL = _fault(
    "call.pdf_to_terminal",
    ("a terminal", "a file", "name a file by --out"),
    ("出力先が端末です", "ファイル", "--out でファイルを指定してください"),
)
NOT_EMPTY = _fault(
    "call.not_empty",
    ("something stands there", "a folder that is empty or does not exist", "name another folder"),
    ("既に何かが存在します", "空の、または存在しないフォルダー", "別のフォルダーを指定してください"),
)
