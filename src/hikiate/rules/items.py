"""The items of volume by name: those of Art. 175 of the Order, and spot and margin for crypto-assets."""

from hikiate.kernel.wording import Term

ITEMS = {
    "stock": Term("stocks", "株式"),
    "stock_index": Term("stock index futures", "株価指数先物"),
    "stock_option_premium": Term("stock option premiums", "株式オプションの対価"),
    "bond_future": Term("bond futures", "債券先物"),
    "bond_option_premium": Term("bond option premiums", "債券オプションの対価"),
    "currency_future": Term("currency futures", "通貨先物"),
    "deposit_rate_index": Term("deposit rate index", "預金金利指標"),
    "bill_rate_index": Term("bill rate index", "手形割引率指標"),
    "commodity_future": Term("commodity futures", "商品先物"),
    "commodity_index": Term("commodity index", "商品指標"),
    "commodity_option_premium": Term("commodity option premiums", "商品オプションの対価"),
    "spot": Term("spot", "現物"),
    "margin": Term("margin", "証拠金取引"),
}
"""What each item is called, by the name that the table `volumes` has for it."""
