"""Named scenarios: one event each, sized by what is exposed here, with who pays, how much and when.

Insurers answer in full; what they leave is the reserve's at once, as far as it goes. A published case is scaled by what
its record states: a share of all customers' assets where it states one, and the same thing lost here (the cold wallet
of one coin, all of one coin) where it does not.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from hikiate.facts.tables import SELF_KEEPER
from hikiate.kernel.amounts import amount_text
from hikiate.kernel.wording import Term
from hikiate.risk.exposure import Exposure, Position
from hikiate.risk.tower import Layer, arrays
from hikiate.risk.years import ceded
from hikiate.rules.sheet import Sheet

DMM_SHARE = Fraction(482, 962)
"""JPY 48.2 bn of deposits of JPY 96.2 bn (incidents.csv, 2024-05-31)."""
BITHUMB_SOLD = Fraction(1_788, 46_000)
"""1,788 BTC of the 620,000 credited by error were sold, of about 46,000 held (incidents.csv, 2026-02-06)."""
FROZEN_DAYS = 102
"""FTX Japan's customers were paid after so many days (incidents.csv, 2022-11-11)."""

_FREE_OF_ODDS = {"refusal": 0.0, "default": 0.0}


@dataclass(frozen=True, slots=True)
class Scenario:
    """One event: its loss in minor units, its peril and tier; `frozen` is what is out of reach for FROZEN_DAYS."""

    name: str
    title: Term
    story: Term
    peril: str
    tier: str
    loss: int
    inputs: tuple[str, ...]
    frozen: int = 0
    coins_left: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class Means:
    """What pays: the reserve's money and coins in minor units, the layers, and the names of the figures behind."""

    money: int
    coins: int
    layers: tuple[Layer, ...]
    inputs: tuple[str, ...]


def scenarios(exposed: Exposure) -> list[Scenario]:
    """All scenarios for what is exposed."""
    return [
        *_by_place(exposed),
        *_as_published(exposed),
    ]


def _by_place(exposed: Exposure) -> Iterator[Scenario]:
    inputs = (exposed.total.name,)
    hot = exposed.worth([position for position in exposed.positions if position.tier == "hot"])
    keepers = _by_keeper(exposed)
    outside = {keeper: value for keeper, value in keepers.items() if keeper != SELF_KEEPER}
    largest = max(outside or keepers, key=lambda keeper: keepers[keeper])
    kept = [position for position in exposed.positions if position.keeper == largest]
    yield Scenario(
        "lose_all_hot",
        Term("All hot wallets are lost", "ホットウォレットの全損"),
        Term("Everything in tier hot is stolen, whoever keeps it.", "ホットウォレットのすべての暗号資産が流出。"),
        "unauthorised_outflow",
        "hot",
        hot,
        inputs,
    )
    yield Scenario(
        "lose_largest_keeper",
        Term(f"The largest keeper is lost ({largest})", f"最大の管理者の全損（{largest}）"),
        Term(
            "Everything with the largest outside keeper is lost, or all that the exchange keeps where there is none.",
            "外部の管理者のうち最大の先に預けたすべてを喪失（外部の管理者がない場合は自社管理分）。",
        ),
        "provider_failure" if outside else "unauthorised_outflow",
        _main_tier(kept),
        exposed.worth(kept),
        inputs,
    )
    yield Scenario(
        "provider_failure",
        Term("Outside keepers stop", "外部の管理者の業務停止"),
        Term(
            f"Nothing is lost, but what is kept outside is out of reach for {FROZEN_DAYS} days (FTX Japan, 2022).",
            f"喪失はないが、外部に預けた資産を {FROZEN_DAYS} 日間引き出せない（2022年の FTX Japan）。",
        ),
        "provider_failure",
        _main_tier(kept),
        0,
        inputs,
        frozen=sum(outside.values()),
    )
    yield Scenario(
        "coin_halves",
        Term("Coins fall by half as hot wallets are lost", "ホットウォレット全損と価格半減"),
        Term(
            "All hot wallets are lost at the day's prices; the reserve's coins are worth half when they are sold.",
            "当日価格でホットウォレットを全損し、準備金の暗号資産は換金時に半値。",
        ),
        "unauthorised_outflow",
        "hot",
        hot,
        inputs,
        coins_left=Fraction(1, 2),
    )


def _as_published(exposed: Exposure) -> Iterator[Scenario]:
    inputs, assets = (exposed.total.name,), exposed.assets()
    cold = {asset: _worth(exposed, asset, "cold") for asset in assets}
    bybit = "ETH" if cold.get("ETH") else max(cold, key=lambda asset: cold[asset])
    others = [asset for asset in assets if asset not in {"BTC", "ETH"}] or list(assets)
    bitcoin = "BTC" if "BTC" in assets else next(iter(assets))
    yield Scenario(
        "dmm_2024",
        Term("As DMM Bitcoin, May 2024", "DMM Bitcoin（2024年5月）の規模"),
        Term(
            "A transaction is altered through the provider of the wallet system: 50.1 % of customers' assets are gone.",
            "ウォレットシステム委託先を経由して取引を改ざんされ、利用者財産の 50.1% を喪失。",
        ),
        "provider_failure",
        "cold",
        int(exposed.value * DMM_SHARE),
        inputs,
    )
    yield Scenario(
        "bybit_2025",
        Term(
            f"As Bybit, February 2025: the cold wallet of {bybit}", f"Bybit（2025年2月）: {bybit} のコールドウォレット"
        ),
        Term(
            "The screen that signers see is altered, and the whole cold wallet of one coin is signed away.",
            "署名画面が改ざんされ、一銘柄のコールドウォレットの全量を送付。",
        ),
        "provider_failure",
        "cold",
        cold[bybit],
        inputs,
    )
    yield Scenario(
        "coincheck_2018",
        Term(f"As Coincheck, January 2018: all {others[0]}", f"Coincheck（2018年1月）: {others[0]} の全量"),
        Term(
            "All of one coin is stolen, because all of it could be reached by one key.",
            "一つの鍵で動かせた一銘柄の全量が流出。",
        ),
        "unauthorised_outflow",
        "hot",
        assets[others[0]],
        inputs,
    )
    yield Scenario(
        "ledger_unit_error",
        Term(
            f"Credited in the wrong unit, as Bithumb in February 2026 ({bitcoin})",
            f"単位誤りによる過大付与（Bithumb 2026年2月、{bitcoin}）",
        ),
        Term(
            "A promotion is credited in coins instead of money; 3.89 % of what is held is sold before it is stopped.",
            "販促の付与を通貨ではなく暗号資産の単位で記帳し、停止までに保有量の 3.89% が売却される。",
        ),
        "ledger_error",
        "hot",
        int(assets[bitcoin] * BITHUMB_SOLD),
        inputs,
    )


def settled(sheet: Sheet, scenario: Scenario, means: Means) -> dict[str, Any]:
    """Write a scenario's figures, and give it as a plain record with its payments."""
    tower = arrays(means.layers, [(scenario.peril, scenario.tier)], _FREE_OF_ODDS)
    books = np.zeros((3, max(1, len(means.layers))), np.int64)
    net = int(ceded(scenario.loss, 0, tower, books)) if means.layers else scenario.loss
    reserve = min(net, means.money + int(means.coins * scenario.coins_left))
    paid = [int(amount) for amount in books[1][: len(means.layers)]]
    payments = [("reserve", "", reserve, 0)] if reserve else []
    payments += [
        (layer.id, layer.insurer, amount, layer.waiting_days)
        for layer, amount in zip(means.layers, paid, strict=True)
        if amount
    ]
    uncovered = net - reserve
    days = None if uncovered else max((day for *_, day in payments), default=0)
    values = {"loss": scenario.loss, "insurance": scenario.loss - net, "reserve": reserve, "uncovered": uncovered}
    _write(sheet, scenario, means, values)
    scale = sheet.exchange.reporting_scale
    return {
        "name": scenario.name,
        "title": scenario.title.en,
        "story": scenario.story.en,
        "peril": scenario.peril,
        "tier": scenario.tier,
        **{name: amount_text(value, scale) for name, value in values.items()},
        "frozen": amount_text(scenario.frozen, scale),
        "frozen_days": FROZEN_DAYS if scenario.frozen else 0,
        "days": days,
        "payments": [
            {"payer": payer, "insurer": insurer, "amount": amount_text(amount, scale), "day": day}
            for payer, insurer, amount, day in payments
        ],
        "ja": {"title": scenario.title.ja, "story": scenario.story.ja},
    }


_RULES: Mapping[str, Term] = {
    "loss": Term("the scenario's loss at the day's prices", "シナリオの損失額（当日価格）"),
    "insurance": Term("what the layers pay, each by its terms", "各レイヤーの条件による支払額の合計"),
    "reserve": Term("min(loss − insurance, reserve)", "min(損失額 − 保険金, 準備金)"),
    "uncovered": Term("loss − insurance − reserve", "損失額 − 保険金 − 準備金"),
}


def _write(sheet: Sheet, scenario: Scenario, means: Means, values: Mapping[str, int]) -> None:
    currency = sheet.exchange.reporting_currency
    for name, value in values.items():
        inputs = scenario.inputs if name == "loss" else (f"scenario.{scenario.name}.loss", *means.inputs)
        sheet.figures.derive(
            f"scenario.{scenario.name}.{name}",
            sheet.amount(value, currency),
            currency,
            rule=_RULES[name],
            citation="",
            inputs=inputs,
        )


def _by_keeper(exposed: Exposure) -> dict[str, int]:
    values: dict[str, int] = {}
    for position in exposed.positions:
        values[position.keeper] = values.get(position.keeper, 0) + position.value
    return values


def _main_tier(positions: Sequence[Position]) -> str:
    """The tier that holds most of them, by whose cover the event is judged."""
    values: dict[str, int] = {}
    for position in positions:
        values[position.tier] = values.get(position.tier, 0) + position.value
    return max(values, key=lambda tier: values[tier])


def _worth(exposed: Exposure, asset: str, tier: str) -> int:
    return exposed.worth([one for one in exposed.positions if one.asset == asset and one.tier == tier])
