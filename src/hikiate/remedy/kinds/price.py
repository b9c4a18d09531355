"""Findings about reference prices."""

from hikiate.kernel.findings import Severity
from hikiate.rules.kinds.catalogue import kind

NO_TRADES = kind(
    "price.no_trades",
    Severity.FAULT,
    (
        "no trade of {market} from {start} up to {end}",
        "trades in the window",
        "correct the window or the market, or hand in the trades",
    ),
    (
        "{market} に {start} 以後 {end} までの約定がありません",
        "期間内の約定",
        "期間または市場を訂正するか、約定を提出してください",
    ),
)
NO_TRADES_TABLE = kind(
    "price.no_trades",
    Severity.FAULT,
    (
        "no trades were handed in for {market}",
        "the trades of the market",
        "add trades to the pack, or name a file by trades",
    ),
    (
        "{market} の約定が提出されていません",
        "当該市場の約定",
        "パックに trades を加えるか、trades でファイルを指定してください",
    ),
)
PRICE_OLD = kind(
    "price.old",
    Severity.WARNING,
    (
        "the last trade of {market} was at {last}, asked for {at}",
        "a trade within the hour before",
        "consider a mean over a window in place of a single moment",
    ),
    (
        "{at} の価格として {last} の {market} の約定を用いています",
        "1時間以内の約定",
        "一時点ではなく期間の平均価格の採用を検討してください",
    ),
)
NO_LISTED_PRICE = kind(
    "price.not_listed",
    Severity.FAULT,
    (
        "prices of {asset} in {currency} on {at}: {shown}",
        "one price of that very day or moment",
        "add the price, or choose among those that differ; none is taken from another day",
    ),
    (
        "{at} の {asset} の {currency} 建て価格: {shown}",
        "当該日または日時の一つの価格",
        "価格を追加するか、異なる価格のうち一つを選んでください。他の日の価格は用いません",
    ),
)
OTHER_MARKET = kind(
    "price.other_market",
    Severity.FAULT,
    (
        "market {market}",
        "{wanted}, the asset in the currency of the price",
        "correct the market, the asset or the currency",
    ),
    ("市場 {market}", "{wanted}（資産と価格の通貨による市場）", "市場・資産・通貨のいずれかを訂正してください"),
)
PRICE_TOO_SMALL = kind(
    "price.too_small",
    Severity.FAULT,
    ("a price of zero at {decimals} decimals", "a price above zero", "give more decimals"),
    ("小数点以下 {decimals} 桁では価格が 0 になります", "0より大きい価格", "decimals を増やしてください"),
)
