"""What can be wrong with a root, a proof, or a pack that is to be proven; worded where it is defined."""

from hikiate.kernel.findings import FindingKind, Severity
from hikiate.kernel.wording import Words


def _fault(code: str, en: tuple[str, str, str], ja: tuple[str, str, str]) -> FindingKind:
    return FindingKind(code, Severity.FAULT, Words(*en), Words(*ja))


MALFORMED = _fault(
    "proof.malformed",
    (
        "{value}",
        "{wanted}",
        "use the file as the exchange published it or handed it out, unchanged; ask for it again if need be",
    ),
    (
        "{value}",
        "{wanted}",
        "取引所が公表・交付したファイルを変更せずに使用してください。必要に応じて再交付を依頼してください",
    ),
)
MORE_MALFORMED = _fault(
    "proof.more_malformed",
    ("more of the kind, which were not looked for", "a proof or a root", "check that this is the file"),
    (
        "ほかにも不備があります（以降は確認していません）",
        "証明書または ROOT.json",
        "ファイルの取り違えがないか確認してください",
    ),
)
TOO_LARGE = _fault(
    "proof.too_large",
    ("a file of more than {limit} bytes", "a proof or a root, which is far smaller", "check that this is the file"),
    (
        "{limit} バイトを超えるファイル",
        "証明書または ROOT.json（通常ははるかに小さい）",
        "ファイルの取り違えがないか確認してください",
    ),
)
NO_SECRET = _fault(
    "proof.secret_missing",
    (
        "customers with a balance and no secret: {count}, such as {shown}",
        "a secret of at least 16 bytes for every customer in balances",
        "add them to the table secrets; without one a customer's leaf could be guessed",
    ),
    (
        "残高のある利用者 {count} 名に秘密値がありません（例: {shown}）",
        "balances のすべての利用者について16バイト以上の秘密値",
        "secrets の表に追加してください。秘密値がないと、利用者の葉が推測されるおそれがあります",
    ),
)
NO_TABLE = _fault(
    "proof.table_missing",
    ("no table {table}", "the tables balances and secrets", "hand it in; a proof is made of both"),
    ("{table} の表がありません", "balances と secrets の両方の表", "表を提出してください。証明には両方が必要です"),
)
ZERO_BALANCE = _fault(
    "proof.zero_balance",
    (
        "rows with neither a balance nor a debt: {count}, such as that of {shown}",
        "rows in which something is owed",
        "leave these rows out: there is nothing in them to prove",
    ),
    (
        "残高も債務もゼロの行が {count} 件あります（例: {shown}）",
        "残高または債務のある行",
        "証明する内容がないため、これらの行を除いてください",
    ),
)
TOTAL_TOO_LARGE = _fault(
    "proof.total_too_large",
    (
        "balances of {asset} that sum beyond 127 bits of minor units",
        "a total of at most 2^127 - 1 minor units",
        "look for balances in a wrong unit: no real total is so large",
    ),
    (
        "{asset} の残高の合計が、最小単位で127ビットを超えています",
        "最小単位で 2^127 - 1 以下の総額",
        "単位を誤った残高がないか確認してください。実在する総額がこの桁になることはありません",
    ),
)
TOTALS_DIFFER = _fault(
    "proof.totals_differ",
    (
        "leaves of {total}, but a {ledger} of {closed} in the close",
        "the same total in the tree and in the close",
        "do not publish; run `hikiate check` on the pack and close the day again",
    ),
    (
        "葉の合計 {total} に対し、日次締めの {ledger} は {closed} です",
        "木の合計と日次締めの一致",
        "公表せず、`hikiate check` でパックを検査し、日次締めをやり直してください",
    ),
)
WRONG_PREVIOUS = _fault(
    "proof.wrong_previous",
    (
        "a root of {exchange} as of {as_of}",
        "a day root of {wanted} before {moment}, the moment of the pack",
        "name the ROOT.json of the day before",
    ),
    (
        "{exchange} の {as_of} 現在の ROOT.json",
        "{wanted} の、パックの基準時点 {moment} より前の ROOT.json",
        "前日の ROOT.json を指定してください",
    ),
)
ROOT_ALTERED = _fault(
    "proof.root_altered",
    (
        "a root whose day root is {stated}, but its fields make {made}",
        "a root as it was published",
        "fetch the published ROOT.json again; if that one differs too, find out who changed it",
    ),
    (
        "day_root は {stated} ですが、各項目から計算すると {made} になります",
        "公表されたままの ROOT.json",
        "公表されている ROOT.json を再取得してください。それも一致しない場合は、変更の経緯を調査してください",
    ),
)
WRONG_CLOSE = _fault(
    "proof.wrong_close",
    (
        "a close of {exchange} as of {as_of} from the pack {digest}",
        "the close of this pack",
        "close the pack and name that close.json, or leave the option out",
    ),
    (
        "{exchange} の {as_of} 現在、パック {digest} の日次締め",
        "このパックの日次締め",
        "このパックを締めた close.json を指定するか、指定を省いてください",
    ),
)
UNKNOWN_CUSTOMER = _fault(
    "proof.unknown_customer",
    (
        "no customer {customer} in this day's proofs",
        "a customer with a balance or a debt on the day",
        "check the number, letter by letter; a customer without any balance has no proof",
    ),
    (
        "この日の証明に利用者 {customer} がありません",
        "当日に残高または債務のある利用者",
        "利用者番号を確認してください。残高のない利用者には証明書がありません",
    ),
)
MEMORY_REFUSED = _fault(
    "call.memory",
    ("{value}", "a size of at least 64MB, such as 500MB or 4GB", "write it with MB or GB"),
    ("{value}", "64MB 以上の大きさ（例: 500MB、4GB）", "MB または GB を付けて指定してください"),
)
ENGINE_REFUSED = _fault(
    "call.engine",
    ("{value}", "an engine that this machine can run", "leave --engine out; the best one is then chosen"),
    ("{value}", "このコンピューターで動作する計算方法", "--engine を省くと、最適なものが選ばれます"),
)
EXECUTOR_REFUSED = _fault(
    "call.executor",
    ("{value}", "threads, processes, or dask://HOST:PORT", "{do}"),
    ("{value}", "threads、processes、dask://HOST:PORT のいずれか", "{do_ja}"),
)
