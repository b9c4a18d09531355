"""Findings about what is missing, of another time, or of doubtful value in the pack."""

from hikiate.kernel.findings import Severity
from hikiate.rules.kinds.catalogue import kind

MISSING = kind(
    "input.missing",
    Severity.BREACH,
    (
        "no table {table}",
        "the table, for {needed_for}",
        "hand in {table}; a duty that cannot be shown to be met counts as breached",
    ),
    (
        "{table} の表がありません",
        "{needed_for}に必要な {table} の表",
        "{table} を提出してください。履行を示せない義務は、違反として扱います",
    ),
)
ABSENT = kind(
    "input.missing",
    Severity.NOTE,
    (
        "no table {table}: {without_it}",
        "the table, if there is anything to put in it",
        "hand in {table}, empty if there is nothing",
    ),
    (
        "{table} の表がありません（{without_it}）",
        "該当がある場合は {table} の表",
        "{table} を提出してください。該当がなければ見出し行のみで構いません",
    ),
)
YEAR_END_CHANGED = kind(
    "input.year_end_changed",
    Severity.WARNING,
    (
        "a fiscal year begun {start}, inside the year that fiscal_year_start begins on {regular}",
        "fiscal years that begin on fiscal_year_start, or a changed year-end",
        "nothing if the year-end was changed: the year begun {start} is taken as the current one; else correct the row",
    ),
    (
        "{start} に始まる事業年度があります（fiscal_year_start では {regular} に始まる事業年度の途中です）",
        "fiscal_year_start に始まる事業年度、または決算期の変更",
        "決算期の変更であれば対応は不要です（{start} に始まる年度を当年度とします）。誤りなら行を訂正してください",
    ),
)
YEAR_MISSING = kind(
    "input.missing",
    Severity.WARNING,
    (
        "no volume for the fiscal year begun {year}",
        "every fiscal year of the window, 0 where there was no business",
        "add the rows of that year, or leave it out if the firm did not exist",
    ),
    (
        "{year} に始まる事業年度の取引高がありません",
        "算定期間のすべての事業年度（取引がなければ 0）",
        "該当年度の行を追加してください。開業前であれば不要です",
    ),
)
ITEM_MISSING = kind(
    "input.missing",
    Severity.WARNING,
    (
        "no volume of {item} for the fiscal year begun {year}, though other items have one",
        "a row for each item and year, 0 where there was no business",
        "add the row; it was counted as no volume",
    ),
    (
        "{year} に始まる事業年度の取引高に、{item}の行がありません（他の項目にはあります）",
        "項目・年度ごとの行（取引がなければ 0）",
        "行を追加してください。取引がなかったものとして算定しています",
    ),
)
VOLUME_MISSING = kind(
    "input.missing",
    Severity.BREACH,
    (
        "no volume of {items} for the fiscal year begun {year}",
        "a row for each item, 0 where there was no business",
        "add the rows to volumes, or hand in trades",
    ),
    (
        "{year} に始まる事業年度の取引高（{items}）がありません",
        "項目ごとの行（取引がなければ 0）",
        "volumes に行を追加するか、trades を提出してください",
    ),
)
VOLUME_FROM_TRADES = kind(
    "input.volume_from_trades",
    Severity.NOTE,
    (
        "no table volumes: the year's volume is the sum of {trades} trades from {first} to {last}",
        "trades that are complete for the fiscal year",
        "make sure no trade of the year is missing",
    ),
    (
        "volumes がないため、{first} から {last} までの約定 {trades} 件から年間取引高を集計しました",
        "事業年度を通して欠けのない約定",
        "年度内の約定が漏れていないことを確認してください",
    ),
)
WRONG_DAY = kind(
    "input.wrong_day",
    Severity.WARNING,
    (
        "{count} rows of another time: {shown}",
        "rows up to the snapshot, {wanted}",
        "check that the table belongs to this pack; these rows were not counted",
    ),
    (
        "基準時点と異なる時点の行が {count} 件あります: {shown}",
        "{wanted}の行",
        "このパックの表に相違ないか確認してください。これらの行は算入していません",
    ),
)
OBSERVED_ANOTHER_DAY = kind(
    "input.wrong_day",
    Severity.WARNING,
    (
        "{count} holdings observed on another day: {shown}",
        "observed on the day of the snapshot, {wanted}",
        "observe the holdings again at the snapshot; the amounts were counted as handed in",
    ),
    (
        "基準日と異なる日に確認された有高が {count} 件あります: {shown}",
        "基準日（{wanted}）に確認した有高",
        "基準日の有高を改めて確認してください。数量は提出されたとおり算入しています",
    ),
)
PRICE_MISSING = kind(
    "input.price_missing",
    Severity.BREACH,
    (
        "no price of {asset} in {currency} on {on} (there are prices in: {others})",
        "a price of that day with its source",
        "add the price; a rate crossed from other currencies must be handed in as such, with its source",
    ),
    (
        "{on} の {asset} の {currency} 建て価格がありません（当日の他の価格: {others}）",
        "当日の価格とその出所",
        "価格を追加してください。クロスレートを用いる場合は、その旨を出所に記して提出してください",
    ),
)
PRICE_AMBIGUOUS = kind(
    "input.price_ambiguous",
    Severity.BREACH,
    (
        "several prices of {asset}: {prices}",
        "one price, or price_source in exchange.toml",
        "name the source whose price counts",
    ),
    (
        "{asset} の価格が複数あります: {prices}",
        "一つの価格、または exchange.toml の price_source",
        "採用する出所を指定してください",
    ),
)
MEAN_PRICE_MISSING = kind(
    "input.price_missing",
    Severity.BREACH,
    (
        "prices of {asset} in {currency} on {known} of the {wanted} days from {start} to {end}",
        "one price for each of these days, for their mean",
        "add the prices of the missing days; a mean over fewer days would be another figure",
    ),
    (
        "{start} から {end} までの {wanted} 日間のうち、{asset} の {currency} 建て価格があるのは {known} 日です",
        "平均の算定に必要な、各日一つの価格",
        "不足する日の価格を追加してください。日数の足りない平均は用いません",
    ),
)
FIRM_MISSING = kind(
    "input.missing",
    Severity.BREACH,
    (
        "no {key} in [firm] of exchange.toml",
        "the firm's {fact}",
        "add the key; a requirement that stands on it is not answered without it",
    ),
    (
        "exchange.toml の [firm] に {key} がありません",
        "{fact}",
        "キーを追加してください。記載がなければ、これに基づく必要額は算定しません",
    ),
)
