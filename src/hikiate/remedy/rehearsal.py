"""A rehearsal: a real incident of the casebook, brought to the size of an exchange's own data of today.

What was lost then was all that one wallet held; so the largest wallet of customers' coins of the same asset in the same
tier is lost now. Every source is brought to that size by the part that today's loss is of the loss then, and comes as
many days later as it came then; money counts as the coins that it bought at the price then. Payees and addresses are
made up: a rehearsal pays nobody.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

import polars as pl
from btclib.b32 import address_from_witness

from hikiate.facts.faults import WRONG_VALUE
from hikiate.facts.pack import Pack
from hikiate.facts.tables import Holding
from hikiate.kernel.amounts import amount_text
from hikiate.kernel.digests import digest
from hikiate.kernel.findings import Refused
from hikiate.remedy.case_packs import Opened
from hikiate.remedy.incident import Funding

PAYEES_FILE, DESTINATIONS_FILE = "payees.csv", "destinations.csv"

_HOURS_AFTER = 3
_NOTICED_AFTER = timedelta(minutes=25)


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A case at today's size: the wallet that is emptied, the part of the loss then, and the incident file."""

    case: str
    asset: str
    lost: Holding
    lost_then: int
    part: Fraction
    text: str


def rehearsal(opened: Opened, pack: Pack) -> Rehearsal:
    """A case at the size of a pack; Refused where the pack has no such wallet."""
    case = opened.case.id
    (loss, *_) = opened.incident.losses
    wallets = [
        one
        for one in pack.holdings or ()
        if (one.asset, one.tier, one.owner) == (loss.asset, loss.tier, "customer") and one.amount
    ]
    if not wallets:
        wanted = f"a holding of {loss.asset} for customers in tier {loss.tier}"
        wanted_ja = f"利用者分の {loss.asset}（管理区分 {loss.tier}）の有高"
        raise Refused([WRONG_VALUE.at("PACK holdings", value="-", wanted=wanted, wanted_ja=wanted_ja)])
    lost = max(wallets, key=lambda one: (one.amount, one.holding))
    scale = pack.exchange.scale(loss.asset)
    part = Fraction(lost.amount, 10**scale) / Fraction(loss.quantity, 10 ** opened.exchange.scale(loss.asset))
    occurred = pack.exchange.snapshot_at + timedelta(hours=_HOURS_AFTER)
    noticed = occurred + _NOTICED_AFTER
    lines = [
        f'id = "drill-{case}"',
        f'kind = "{opened.incident.kind}"',
        f"occurred_at = {occurred.isoformat()}",
        f"noticed_at = {noticed.isoformat()}",
        f'method = "{opened.incident.method}"',
        f'payees = "{PAYEES_FILE}"',
        f'destinations = "{DESTINATIONS_FILE}"',
        "",
        "[[loss]]",
        f'asset = "{loss.asset}"',
        f'quantity = "{amount_text(lost.amount, scale)}"',
        f'tier = "{lost.tier}"',
        f'keeper = "{lost.keeper}"',
    ]
    came = []
    for source in opened.incident.funding:
        assert source.available_on is not None  # noqa: S101 - no case is paid by insurance, whose day a policy decides
        later = source.available_on - opened.incident.occurred_at.date()
        came.append(occurred.date() + later)
        lines += _funding(source, opened, pack, part, came[-1])
    lines += ["", "[payout.coins]", f"pay_day = {max(came).isoformat()}"]
    return Rehearsal(case, loss.asset, lost, loss.quantity, part, "\n".join(lines) + "\n")


def _funding(source: Funding, opened: Opened, pack: Pack, part: Fraction, came: date) -> Iterator[str]:
    """A source at today's size in the lost asset."""
    assert source.amount is not None  # noqa: S101 - no case is paid by insurance, whose amount a policy decides
    lost = opened.incident.losses[0].asset
    coins = Fraction(source.amount, 10 ** opened.exchange.scale(source.asset)) * part
    if source.asset != lost:
        coins /= next(Fraction(text) for name, text in opened.case.prices if name == lost)
    scale = pack.exchange.scale(lost)
    yield from ("", "[[funding]]", f'source = "{source.source}"', f'asset = "{lost}"')
    yield f'amount = "{amount_text(ceil(coins * 10**scale), scale)}"'
    yield f"available_on = {came.isoformat()}"
    if source.condition:
        yield f'condition = "{source.condition}"'


def papers(customers: Sequence[str], asset: str, day: str) -> dict[str, pl.DataFrame]:
    """What stands beside the incident file: a made-up payee and a made-up address for each customer."""
    listed = pl.DataFrame({"customer": list(customers)}, schema={"customer": pl.String})
    addresses = pl.Series([_address(asset, customer) for customer in customers], dtype=pl.String)
    return {
        PAYEES_FILE: listed.with_columns(name=pl.concat_str(pl.lit("drill "), "customer")),
        DESTINATIONS_FILE: listed.with_columns(
            asset=pl.lit(asset), address=addresses, purpose=pl.lit("drill"), whitelisted_on=pl.lit(day)
        ),
    }


def _address(asset: str, customer: str) -> str:
    """An address in the form of its chain that nobody has a key to: it is a digest of the customer's name."""
    made = digest("drill-address/1", [customer])[:40]
    if asset == "BTC":
        return str(address_from_witness(0, bytes.fromhex(made), "mainnet"))
    return f"0x{made}" if asset == "ETH" else f"drill-{made}"
