"""The terms of payment that an incident file states under `[payout]`: who orders the transfers, when, and its limits.

    [payout.jpy]
    originator_code = "0123456789"        # 振込依頼人コード, given by the bank
    originator_name = "カ）ミホントリヒキジヨ"
    bank_code = "0001"
    branch_code = "001"
    account_type = "current"
    account_number = "7654321"
    value_day = 2026-12-01                # 振込指定日, a day on which banks are open
    records_max = 5000                    # transfers of one file
    yen_max = "1000000000"                # yen of one file
    line_ends = true                      # CR and LF after every record

    [payout.coins]
    pay_day = 2026-12-01                  # a destination must be whitelisted by then
    whitelist_required = true
    records_max = 500                     # payments of one batch
    countries_without_duty = []           # where providers have no duty to notify, by the notice in force
    [payout.coins.amount_max]             # of one batch, by asset
    BTC = "100"

Either table may be left out: then its payments are not written.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from hikiate.facts import faults
from hikiate.facts.exchange import Exchange
from hikiate.kernel.amounts import MINOR_UNITS_MAX, AmountRefused, minor_units
from hikiate.kernel.findings import Finding, Refused
from hikiate.kernel.wording import Term
from hikiate.remedy.payouts.banks import bank_directory, is_bank_day
from hikiate.remedy.payouts.kana import ALLOWED, encoded

RECORDS_MAX = 999_999
"""What the six digits of a trailer can count."""

YEN_MAX = 999_999_999_999
"""What the twelve digits of a trailer can sum."""

TRANSFER_YEN_MAX = 9_999_999_999
"""What the ten digits of a transfer can say."""

ORIGINATOR_BYTES = 40

_BATCH_RECORDS = 1_000
_NAME = re.compile(f"{ALLOWED}{{1,{ORIGINATOR_BYTES}}}")


@dataclass(frozen=True, slots=True)
class JpyTerms:
    """Terms of bank transfers in yen; `originator_name` as it stands in the file, in half-width kana."""

    originator_code: str
    originator_name: str
    bank_code: str
    branch_code: str
    account_type: str
    account_number: str
    value_day: date
    records_max: int = RECORDS_MAX
    yen_max: int = YEN_MAX
    line_ends: bool = True


@dataclass(frozen=True, slots=True)
class CoinTerms:
    """Terms of payments in coins; `amount_max` of a batch in minor units by asset, none where an asset is not named."""

    pay_day: date
    whitelist_required: bool = True
    records_max: int = _BATCH_RECORDS
    amount_max: Mapping[str, int] = field(default_factory=dict)
    countries_without_duty: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PayoutTerms:
    """The terms of both kinds of payment; None where the incident file has none."""

    jpy: JpyTerms | None = None
    coins: CoinTerms | None = None


def read_payout_terms(record: object, where: str, exchange: Exchange) -> PayoutTerms:
    """Read the table `[payout]` of an incident file, which `where` names; Refused with every fault of it."""
    table = _Table(where, "payout", record, ("jpy", "coins"))
    jpy = _jpy(table, exchange) if "jpy" in table.entries else None
    coins = _coins(table, exchange) if "coins" in table.entries else None
    if table.found:
        raise Refused(table.found)
    return PayoutTerms(jpy, coins)


class _Table:
    """Reads the keys of a table of the incident file, gathering faults; a faulty key reads as a value never used."""

    def __init__(
        self, where: str, path: str, record: object, keys: tuple[str, ...], found: list[Finding] | None = None
    ) -> None:
        self.where, self.path = where, path
        self.found: list[Finding] = [] if found is None else found
        self.entries: Mapping[str, Any] = record if isinstance(record, dict) else {}
        if not isinstance(record, dict):
            self.wrong(None, record, Term(f"a table [{path}]", f"表 [{path}]"))
        self.found += [
            faults.UNKNOWN_KEY.at(self.place(None), value=key, keys=", ".join(keys))
            for key in sorted(set(self.entries) - set(keys))
        ]

    def place(self, key: str | None) -> str:
        return f"{self.where} {self.path}" + (f" key {key}" if key else "")

    def wrong(self, key: str | None, value: object, wanted: Term) -> None:
        self.found.append(faults.WRONG_VALUE.at(self.place(key), value=value, wanted=wanted.en, wanted_ja=wanted.ja))

    def under(self, key: str, keys: tuple[str, ...]) -> "_Table":
        return _Table(self.where, f"{self.path}.{key}", self.entries[key], keys, self.found)

    def required(self, key: str) -> bool:
        if key not in self.entries:
            self.found.append(faults.BLANK_WORD.at(self.place(key)))
        return key in self.entries

    def text(self, key: str, pattern: str, wanted: Term) -> str:
        value = self.entries.get(key)
        if self.required(key) and not (isinstance(value, str) and re.fullmatch(pattern, value, re.ASCII)):
            self.wrong(key, value, wanted)
        return str(value)

    def day(self, key: str, *, open_for: Callable[[date], bool], wanted: Term) -> date:
        value = self.entries.get(key)
        is_day = isinstance(value, date) and not isinstance(value, datetime)
        if self.required(key) and not (is_day and open_for(value)):  # type: ignore[arg-type]  # is_day says it
            self.wrong(key, value, wanted)
        return value if is_day else date.min  # type: ignore[return-value]  # as above

    def switch(self, key: str) -> bool:
        value = self.entries.get(key, True)
        if not isinstance(value, bool):
            self.wrong(key, value, Term("true or false", "true または false"))
        return value is not False

    def count(self, key: str, default: int) -> int:
        value = self.entries.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= RECORDS_MAX:
            self.wrong(key, value, Term(f"a whole number from 1 to {RECORDS_MAX}", f"1から{RECORDS_MAX}までの整数"))
            return default
        return value

    def amount(self, key: str, scale: int, default: int, largest: int) -> int:
        value = self.entries.get(key)
        if value is None:
            return default
        try:
            amount = minor_units(value if isinstance(value, str) else "", scale)
        except AmountRefused:
            amount = 0
        if not 0 < amount <= largest:
            self.wrong(key, value, Term('an amount as text such as "100"', '"100" のような文字列の数量'))
        return amount


_JPY_KEYS = tuple(JpyTerms.__dataclass_fields__)
_COIN_KEYS = tuple(CoinTerms.__dataclass_fields__)


def _digits(least: int, most: int) -> tuple[str, Term]:
    span = str(most) if least == most else f"{least} to {most}"
    span_ja = f"{most}桁" if least == most else f"{least}桁から{most}桁"
    return f"[0-9]{{{least},{most}}}", Term(f"{span} digits as text", f"{span_ja}の数字（文字列）")


def _jpy(payout: _Table, exchange: Exchange) -> JpyTerms:
    table = payout.under("jpy", _JPY_KEYS)
    if any(asset.name == "JPY" and asset.scale for asset in exchange.assets.values()):
        # A transfer is in whole yen; amounts in a hundredth of one would be paid a hundredfold.
        table.wrong(None, "JPY", Term("JPY of scale 0 in exchange.toml", "exchange.toml の JPY の scale が 0"))
    bank, branch = table.text("bank_code", *_digits(4, 4)), table.text("branch_code", *_digits(3, 3))
    formed = re.fullmatch("[0-9]{4}-[0-9]{3}", f"{bank}-{branch}", re.ASCII)
    if formed and bank_directory().names(bank, branch) is None:
        table.wrong("branch_code", f"{bank}-{branch}", Term("a branch that exists", "実在する店舗番号"))
    return JpyTerms(
        originator_code=table.text("originator_code", *_digits(10, 10)),
        originator_name=_originator(table),
        bank_code=bank,
        branch_code=branch,
        account_type=table.text(
            "account_type", "ordinary|current", Term("ordinary or current", "ordinary または current")
        ),
        account_number=table.text("account_number", *_digits(1, 7)),
        value_day=table.day(
            "value_day",
            open_for=is_bank_day,
            wanted=Term("a day on which banks are open, such as 2026-12-01", "2026-12-01 のような銀行営業日"),
        ),
        records_max=table.count("records_max", RECORDS_MAX),
        yen_max=table.amount("yen_max", 0, YEN_MAX, YEN_MAX),
        line_ends=table.switch("line_ends"),
    )


def _originator(table: _Table) -> str:
    key = "originator_name"
    name = encoded(table.text(key, "(?s).+", Term("a name in kana", "カナの名称")))
    if key in table.entries and not _NAME.fullmatch(name):
        wanted = Term(
            f"at most {ORIGINATOR_BYTES} half-width kana, capitals, digits and signs ()-./｢｣",
            f"半角換算で{ORIGINATOR_BYTES}文字以内のカナ・英大文字・数字・記号 ()-./｢｣",
        )
        table.wrong(key, table.entries[key], wanted)
    return name


def _coins(payout: _Table, exchange: Exchange) -> CoinTerms:
    table = payout.under("coins", _COIN_KEYS)
    amounts: dict[str, int] = {}
    if "amount_max" in table.entries:
        limits = table.under("amount_max", tuple(exchange.assets))
        scales = {name: asset.scale for name, asset in exchange.assets.items() if name in limits.entries}
        amounts = {name: limits.amount(name, scale, 0, MINOR_UNITS_MAX) for name, scale in scales.items()}
    countries = table.entries.get("countries_without_duty", [])
    if not isinstance(countries, list) or not all(
        isinstance(country, str) and re.fullmatch("[A-Z]{2}", country) for country in countries
    ):
        wanted = Term('a list of countries such as ["KR"]', '["KR"] のような国コードの一覧')
        table.wrong("countries_without_duty", countries, wanted)
        countries = []
    return CoinTerms(
        pay_day=table.day(
            "pay_day", open_for=lambda _: True, wanted=Term("a day such as 2026-12-01", "2026-12-01 のような日付")
        ),
        whitelist_required=table.switch("whitelist_required"),
        records_max=table.count("records_max", _BATCH_RECORDS),
        amount_max=amounts,
        countries_without_duty=tuple(countries),
    )
