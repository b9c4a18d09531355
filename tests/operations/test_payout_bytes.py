"""The bytes of a determination's files: a custodian and a bank get tomorrow what they would have got today.

The digests were taken of files whose contents other tests read back; a change of them is a change of the files and is
made on purpose.
"""

import json
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent / "remedy"))

from incidents import EXCHANGE, HEAD, hand_in

from hikiate.cli.compensation import compensation

OWED = [
    (f"c{n:03d}", asset, amount)
    for n in range(40)
    for asset, amount in (("BTC", f"0.{n + 1:08d}"), ("XEM", str(n * 7 + 1)), ("ETH", f"1.{n:018d}"))
]
HELD = {"XEM": 6000, "BTC": 2, "ETH": 41}
PRICES = {"XEM": 101, "BTC": 1_000_000, "ETH": 100_000}
TABLES = {
    "balances": "".join(f"{','.join(row)}\n" for row in [("customer", "asset", "amount"), *OWED]),
    "holdings": "holding,asset,amount,owner,tier,keeper\n"
    + "".join(f"w{asset},{asset},{amount},customer,hot,self\n" for asset, amount in HELD.items()),
    "prices": "day,asset,currency,price,source\n"
    + "".join(f"2018-01-25,{asset},JPY,{price},x\n" for asset, price in PRICES.items()),
}
KINDS, ACCOUNTS = ("person", "company", ""), ("ordinary", "current", "savings")
HOLDERS = ("ヤマダ　タロウ", "ｶ)ﾐﾎﾝ", "すずき はなこ", "山田太郎", "ガ" * 16, "SMITH JOHN", "ーー・", "ヴァン　ｼﾞｮ")
ADDRESSES = {
    "BTC": (
        "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
        "1BoatSLRHtKNngkdXEeobR76b53LETtpyT",
        "1BoatSLRHtKNngkdXEeobR76b53LETtpyU",
    ),
    "ETH": (
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed",
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD",
    ),
}
BESIDE = {
    "payees.csv": "customer,name,kind,country,birth,address,"
    "bank_code,branch_code,account_type,account_number,account_holder\n"
    + "".join(
        f"c{n:03d},見本 {n}|号,{KINDS[n % 3 if n % 5 == 0 else 0]},JP,1980-04-01,東京\\都,"
        f"{'9999' if n == 6 else '0001'},001,{ACCOUNTS[n % 3]},{n},{HOLDERS[n % len(HOLDERS)]}\n"
        for n in range(38)
    ),
    "to.csv": "customer,asset,address,memo,provider,provider_country,beneficiary,purpose,whitelisted_on\n"
    + "".join(
        f"c{n:03d},{asset},{addresses[n % 7 if n % 7 < 2 else 0 if n % 11 else 2]},{n if n % 2 else ''},"
        f"{('他社', '', 'Other')[n % 3]},JP,見本 {n}号,own custody,2018-01-05\n"
        for asset, addresses in ADDRESSES.items()
        for n in range(39)
    ),
    "frozen.csv": "customer,reason\nc001,order\n",
}
INCIDENT = f"""{HEAD}
method = "mixed"
promised = "mixed"
payees = "payees.csv"
destinations = "to.csv"
[[loss]]
asset = "BTC"
quantity = "0.0000051"
tier = "hot"
keeper = "self"
[[loss]]
asset = "ETH"
quantity = "12.345678901234567891"
tier = "hot"
keeper = "self"
[[loss]]
asset = "XEM"
quantity = "4567.891"
tier = "hot"
keeper = "self"
[mixed.BTC]
in_kind = "1"
[mixed.ETH]
in_kind = "603/1000"
[mixed.XEM]
in_kind = "0"
[reference_price.BTC]
kind = "fixed"
currency = "JPY"
price = "1000000"
[reference_price.ETH]
kind = "fixed"
currency = "JPY"
price = "100000.5"
[reference_price.XEM]
kind = "fixed"
currency = "JPY"
price = "88.549"
[[funding]]
source = "own_funds"
asset = "JPY"
amount = "50000000"
available_on = 2018-03-12
[screening]
frozen = "frozen.csv"
[payout.jpy]
originator_code = "0123456789"
originator_name = "カ）ミホントリヒキジヨ"
bank_code = "0001"
branch_code = "001"
account_type = "current"
account_number = "7654321"
value_day = 2018-03-20
records_max = 10
line_ends = true
[payout.coins]
pay_day = 2018-03-20
records_max = 15
[payout.coins.amount_max]
BTC = "1"
ETH = "30"
"""
WANTED = {
    "changes.csv": "bea04e7aee87f02e",
    "determination.csv": "e440ba583bf4290f",
    "overpaid.csv": "b4939854b4dde205",
    "paid.csv": "6d327fd44e49db6d",
    "part370/account-participant.txt": "00825c690db27af8",
    "part370/account.txt": "5f0302971afeba75",
    "part370/customer.txt": "27642bc074aa048d",
    "part370/pending.txt": "e224a346b8c3f8a0",
    "payments.csv": "5161cd58425caf26",
    "payments/custodian-BTC-20180320-0001.csv": "48c50cf829db7ca8",
    "payments/custodian-BTC-20180320-0002.csv": "13be70f1db9a25e5",
    "payments/custodian-BTC-20180320-0003.csv": "80c20cb4fc7004bf",
    "payments/custodian-ETH-20180320-0001.csv": "d322a1503cde5f34",
    "payments/custodian-ETH-20180320-0002.csv": "c2d3708c92170b14",
    "payments/custodian-ETH-20180320-0003.csv": "17be8a33e3c8def5",
    "payments/travel-rule.csv": "ecc9fb1bf7990db1",
    "payments/zengin-20180320-0001.txt": "e666abdb475bbdcb",
    "payments/zengin-20180320-0002.txt": "d6474e62f35a3fe4",
    "payments/zengin-20180320-0003.txt": "e81bbe612324620f",
    "pending.csv": "89d3fb26119764b1",
    "screening.csv": "058aa88e6e5e1518",
    "timeline.csv": "1ace8b7564804c3d",
}


def test_the_files_of_a_determination_have_the_bytes_that_they_had(tmp_path: Path) -> None:
    """Transfers, batches, records, the four files, and the tables of who is owed, paid and waits."""
    pack, incident = hand_in(tmp_path, INCIDENT, tables=TABLES, beside=BESIDE, exchange=EXCHANGE)
    compensation(pack, incident, tmp_path / "out", None, form="csv", as_json=False, lang="en")
    files = json.loads((tmp_path / "out" / "files.json").read_text())["files"]
    left_out = {"summary.json", "announcement.json", "notice.ja.html", "notice.en.html"}
    assert {name: digest[:16] for name, digest in files.items() if name not in left_out} == WANTED
