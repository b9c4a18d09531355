"""The kinds of findings about imported reserves: what was wrong in the listings and what was done about it."""

from hikiate.kernel.findings import FindingKind, Severity
from hikiate.kernel.wording import Words

ROWS_COUNTED = FindingKind(
    "import.holding_rows",
    Severity.NOTE,
    Words(
        "{read} address rows read: {kept} kept, {repeated} repeated, {absent} without a balance, {older} outdated",
        "every row read is kept, or counted among those that are not",
        "Compare the number with what the source says it published.",
    ),
    Words(
        "アドレスの行を {read} 行読み込みました"
        "（採用 {kept} 行、重複 {repeated} 行、残高なし {absent} 行、古いブロック {older} 行）",
        "読み込んだすべての行が、採用または除外として数えられていること",
        "公表元が示す件数と照合してください。",
    ),
)
SIGNATURES = FindingKind(
    "import.signatures",
    Severity.NOTE,
    Words(
        "{read} signed rows read: {taken} taken into ownership, {repeated} repeated, {several} of several keys, "
        "{absent} without a balance or a message, {differing} that differ from another of the same message",
        "every signature is taken, or counted among those that are not",
        "Close the pack to see what they prove: a message without exchange and day proves nothing of this day.",
    ),
    Words(
        "署名のある行を {read} 行読み込みました"
        "（ownership への採用 {taken} 件、重複 {repeated} 行、複数鍵 {several} 行、"
        "残高またはメッセージなし {absent} 行、同じメッセージで内容が異なるもの {differing} 件）",
        "すべての署名が、採用または除外として数えられていること",
        "日次締めで検証結果を確認してください。取引所名と基準日のないメッセージは、当日の管理の証明になりません。",
    ),
)
TIER_ASSUMED = FindingKind(
    "import.tier_assumed",
    Severity.WARNING,
    Words(
        "the source does not say how the addresses are kept; all {count} holdings were taken as hot, "
        "the least favourable assumption",
        "the tier of each holding: cold, hot, trust or bank",
        "State the tier with the option tier, or correct the column tier of holdings.",
    ),
    Words(
        "保管方法（コールド・ホットの別）が示されていません。"
        "{count} 件の保有をすべて、取引所に最も不利な hot とみなしました",
        "保有ごとの tier（cold、hot、trust、bank のいずれか）",
        "オプション tier で指定するか、holdings の列 tier を訂正してください。",
    ),
)
MOMENT_ASSUMED = FindingKind(
    "import.moment_assumed",
    Severity.NOTE,
    Words(
        "the listing of {day} gives block heights and no moment; the snapshot was taken as of {moment}",
        "the moment at which the balances were read",
        "Correct snapshot_at in exchange.toml where the moment is known.",
    ),
    Words(
        "{day} の一覧にはブロック高のみがあり、時刻がありません。基準時点を {moment} としました",
        "残高を確認した時刻",
        "時刻が分かる場合は、exchange.toml の snapshot_at を訂正してください。",
    ),
)
BALANCE_ABSENT = FindingKind(
    "import.balance_absent",
    Severity.NOTE,
    Words(
        "{count} rows give no balance, such as {example}; left out, not taken as zero",
        "a balance in every row",
        "Nothing, where these addresses are listed for their signatures only.",
    ),
    Words(
        "残高のない行が {count} 行あります（例: {example}）。0 とみなさず、除外しました",
        "すべての行に残高があること",
        "署名のみを示すための行であれば、対応は不要です。",
    ),
)
REPEATED = FindingKind(
    "import.duplicate_address",
    Severity.WARNING,
    Words(
        "{count} rows repeat an address with the same balance, such as {example}; each was taken once",
        "one row for each coin and address",
        "Ask the publisher whether its totals count these rows twice.",
    ),
    Words(
        "同じアドレス・同じ残高の行が {count} 行重複しています（例: {example}）。1 行だけを採用しました",
        "コインとアドレスの組ごとに 1 行",
        "公表値が二重に計上していないかを公表元に確認してください。",
    ),
)
OLDER_BLOCK = FindingKind(
    "import.older_block",
    Severity.WARNING,
    Words(
        "{count} rows state an address at a lower block height than another row does, such as {example}; "
        "the highest was taken",
        "one row for each coin and address",
        "Ask the publisher which height the listing is of.",
    ),
    Words(
        "同じアドレスの、より低いブロック高の行が {count} 行あります（例: {example}）。最も高いものを採用しました",
        "コインとアドレスの組ごとに 1 行",
        "一覧の基準となるブロック高を公表元に確認してください。",
    ),
)
CONTRADICTED = FindingKind(
    "import.address_contradicts",
    Severity.WARNING,
    Words(
        "one address at one block height has several balances of {asset}: {balances}; all were kept, as listed",
        "one balance for each coin, address and height",
        "Ask the publisher which is right: at most one of them can be.",
    ),
    Words(
        "同じアドレス・同じブロック高に {asset} の残高が複数あります: {balances}。一覧のとおりすべて採用しました",
        "コイン・アドレス・ブロック高の組ごとに 1 つの残高",
        "正しい残高は多くとも 1 つです。公表元に確認してください。",
    ),
)
COIN_UNKNOWN = FindingKind(
    "import.coin_unknown",
    Severity.WARNING,
    Words(
        "coin {coin} is not known; taken as an asset of its own under that name, printed with {places} decimals",
        "a coin whose chain and number of decimals are known",
        "Declare [assets.{coin}] in exchange.toml with its true scale and kind.",
    ),
    Words(
        "コイン {coin} は未知です。この名称の独立した資産としました（表示上の小数は {places} 桁）",
        "チェーンと小数桁数が知られているコイン",
        "exchange.toml の [assets.{coin}] に正しい scale と kind を宣言してください。",
    ),
)
FINER = FindingKind(
    "import.finer_than_asset",
    Severity.WARNING,
    Words(
        "{asset} is printed with {places} decimals, though it has {scale}; drafted with {places}, so nothing is lost",
        "at most {scale} decimals",
        "Ask the publisher how a balance can be finer than its coin.",
    ),
    Words(
        "{asset} の小数は {scale} 桁のはずですが、表示は {places} 桁です。値を失わないよう {places} 桁としました",
        "小数 {scale} 桁以内",
        "コインの最小単位より細かい残高となる理由を公表元に確認してください。",
    ),
)
NO_PARTS = FindingKind(
    "import.no_parts",
    Severity.WARNING,
    Words(
        "a total of {total} {coin} is published, and no address with a balance is listed; it is compared with nothing",
        "the addresses that make up the total",
        "Ask the publisher for the addresses; nothing shows that these coins are held.",
    ),
    Words(
        "{coin} の合計 {total} が公表されていますが、残高のあるアドレスがありません。何とも照合できません",
        "合計の内訳となるアドレス",
        "公表元にアドレスを求めてください。保有の裏付けがありません。",
    ),
)
OTHER_NAME = FindingKind(
    "import.other_name",
    Severity.WARNING,
    Words(
        "the published {total} {coin} has no addresses, and a row of {other} has exactly this balance; kept as {other}",
        "the same coin name in the total and in its parts",
        "Ask the publisher whether the row is named wrongly, and correct holdings and published if so.",
    ),
    Words(
        "公表された {coin} {total} にはアドレスがなく、{other} の行に同額の残高があります。{other} のまま採用しました",
        "合計と内訳のコイン名が同じであること",
        "行のコイン名の誤りかどうかを公表元に確認し、誤りであれば holdings と published を訂正してください。",
    ),
)
NOT_PUBLISHED = FindingKind(
    "import.not_published",
    Severity.NOTE,
    Words(
        "addresses of {assets} are listed, and no total of their own is published",
        "a published total for each asset of the listing",
        "Nothing, unless the publisher should state these totals.",
    ),
    Words(
        "{assets} のアドレスがありますが、それぞれの合計は公表されていません",
        "一覧にある資産ごとの公表値",
        "公表元が合計を示すべき場合を除き、対応は不要です。",
    ),
)
TOTALS_CONTRADICT = FindingKind(
    "import.totals_contradict",
    Severity.WARNING,
    Words(
        "{count} totals are published for {asset}: {totals}; {chosen}",
        "one published total for each asset",
        "Ask the publisher which total belongs to this snapshot.",
    ),
    Words(
        "{asset} について {count} 個の合計が公表されています: {totals}。{chosen_ja}",
        "資産ごとに 1 つの公表値",
        "この時点の合計がどれかを公表元に確認してください。",
    ),
)
WHOLE_FOR_PART = FindingKind(
    "import.whole_for_part",
    Severity.NOTE,
    Words(
        "the total {coin} stands for {asset}, the only coin of that kind in the listing",
        "a published total for each asset",
        "Nothing.",
    ),
    Words(
        "{coin} の合計を、一覧にある唯一の該当コイン {asset} の公表値としました",
        "資産ごとの公表値",
        "対応は不要です。",
    ),
)
PARTS_ROUNDED = FindingKind(
    "import.parts_rounded",
    Severity.NOTE,
    Words(
        "{coin} is published as {total}, its {count} parts sum to {parts}: {difference}, no more than their rounding",
        "a total that equals the sum of its parts",
        "Nothing; digits that were rounded away cannot be checked.",
    ),
    Words(
        "{coin} の公表値 {total} と内訳 {count} 件の合計 {parts} の差 {difference} は、丸めの範囲内です",
        "内訳の合計と一致する公表値",
        "対応は不要です。丸められた桁は確認できません。",
    ),
)
PARTS_DIFFER = FindingKind(
    "import.parts_differ",
    Severity.WARNING,
    Words(
        "{coin} is published as {total} and its {count} parts ({names}) sum to {parts}: "
        "a difference of {difference}, more than rounding explains",
        "a total that equals the sum of its parts",
        "Ask the publisher what the total holds that its parts do not, or the other way round.",
    ),
    Words(
        "{coin} の公表値 {total} と内訳 {count} 件（{names}）の合計 {parts} に、"
        "丸めでは説明できない差 {difference} があります",
        "内訳の合計と一致する公表値",
        "公表値と内訳のどちらに過不足があるかを公表元に確認してください。",
    ),
)
