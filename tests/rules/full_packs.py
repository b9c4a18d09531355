"""Random packs with every table, as tables of text: short, in excess, in order, and everything between."""

from dataclasses import dataclass, replace
from fractions import Fraction

from hypothesis import strategies as st
from packs import exchange, pack

from hikiate.facts.exchange import Exchange
from hikiate.facts.pack import Pack
from hikiate.kernel.amounts import amount_text

SCALES = {"JPY": 0, "USD": 2, "BTC": 8, "ETH": 18, "USDC": 6, "HKT": 8}
RULEBOOKS = ("jp-psa", "jp-2026-reported")
AMOUNT_COLUMNS = {"balances": 2, "holdings": 2, "statements": 2, "published": 1, "reserve": 3}
ASSET_COLUMNS = {"balances": 1, "holdings": 1, "statements": 1, "published": 0, "reserve": 2}
HEADERS = {
    "balances": "customer,asset,amount,debt",
    "holdings": "holding,asset,amount,owner,tier,keeper",
    "statements": "holding,asset,amount,as_of,source",
    "published": "asset,amount",
    "volumes": "fiscal_year,item,amount",
    "trades": "id,executed_at,market,side,price,size",
    "prices": "day,asset,currency,price,source",
    "reserve": "day,movement,asset,amount",
    "providers": "provider,name,role,number,notified_on,ends_on,jurisdiction",
    "tokens": "asset,name,issuer,peg,raises_funds,listed_on",
}
POLICY = """
[[policy]]
id = "p{number}"
insurer = "Kaijo"
third_party = {third_party}
perils = ["theft"]
tiers = {tiers}
limit = {limit}
deductible = {deductible}
share = "{share}"
starts = 2026-04-01
ends = {ends}
notice_days = 90
"""


@dataclass(frozen=True)
class FullPack:
    """A pack as rows of cells by table, and its policies' text."""

    rows: dict[str, list[list[str]]]
    policies: str | None

    def built(self, of: Exchange | None = None) -> Pack:
        """The pack in memory."""
        texts = {name: "\n".join([HEADERS[name], *(",".join(row) for row in rows)]) for name, rows in self.rows.items()}
        return pack(texts, of=of or exchange(), policies=self.policies)

    def without(self, table: str) -> "FullPack":
        """The pack without one of its tables."""
        if table == "policies":
            return replace(self, policies=None)
        return replace(self, rows={name: rows for name, rows in self.rows.items() if name != table})

    def scaled(self, asset: str, times: int) -> "FullPack":
        """The pack with every amount of an asset so many times as large."""
        return replace(
            self, rows={name: [_scaled(name, row, asset, times) for row in r] for name, r in self.rows.items()}
        )


def _scaled(table: str, row: list[str], asset: str, times: int) -> list[str]:
    if table not in AMOUNT_COLUMNS or row[ASSET_COLUMNS[table]] != asset:
        return row
    places = [AMOUNT_COLUMNS[table], *([3] if table == "balances" else [])]
    minor = {place: int(Fraction(row[place]) * 10 ** SCALES[asset]) for place in places}
    return [amount_text(minor[i] * times, SCALES[asset]) if i in minor else cell for i, cell in enumerate(row)]


_COUNT = st.one_of(st.integers(0, 3), st.integers(0, 10**12), st.sampled_from([10**8, 5 * 10**8, 10**18]))
_ASSET = st.sampled_from(list(SCALES))

Rows = dict[str, list[list[str]]]


@st.composite
def full_packs(draw: st.DrawFn) -> FullPack:
    """A pack with every table but perhaps `volumes`, in whose place `trades` then stand."""
    rows: Rows = {name: [] for name in HEADERS}
    _draw_customers(draw, rows)
    _draw_prices(draw, rows)
    _draw_business(draw, rows)
    if draw(st.booleans()):
        rows["providers"].append(["kura", "Kura Trust", "custodian", "12", "2026-01-01", "", "JP"])
    if draw(st.booleans()):
        rows["tokens"].append(["HKT", "House token", "Aoba Exchange", "", "", ""])
    made = FullPack(rows, _draw_policies(draw))
    return made if draw(st.booleans()) else made.without("volumes")


def _draw_amount(draw: st.DrawFn, asset: str) -> str:
    return amount_text(draw(_COUNT), SCALES[asset])


def _draw_customers(draw: st.DrawFn, rows: Rows) -> None:
    for customer, asset in draw(st.lists(st.tuples(st.sampled_from("abc"), _ASSET), unique=True, max_size=8)):
        rows["balances"].append([customer, asset, _draw_amount(draw, asset), draw(st.sampled_from(["0", "1"]))])
    for number, asset in enumerate(draw(st.lists(_ASSET, max_size=8))):
        owner = draw(st.sampled_from(["customer", "customer", "guarantee", "own", "reserve"]))
        tier, keeper = draw(st.sampled_from(["cold", "hot", "trust", "bank"])), draw(st.sampled_from(["self", "kura"]))
        held = _draw_amount(draw, asset)
        rows["holdings"].append([f"w{number}", asset, held, owner, tier, keeper])
        for source in draw(st.lists(st.sampled_from(["chain", "custodian"]), unique=True)):
            stated = held if draw(st.booleans()) else _draw_amount(draw, asset)
            day = draw(st.sampled_from(["2026-09-18", "2026-09-18", "2026-09-17", "2026-09-19"]))
            rows["statements"].append([f"w{number}", asset, stated, day, source])
    for asset in draw(st.lists(_ASSET, unique=True)):
        rows["published"].append([asset, _draw_amount(draw, asset)])


def _draw_business(draw: st.DrawFn, rows: Rows) -> None:
    for year in draw(st.lists(st.sampled_from(["2025-04-01", "2026-04-01"]), unique=True)):
        rows["volumes"].append([year, "spot", str(draw(st.integers(0, 4 * 10**12)))])
    days = st.sampled_from(["2026-09-18", "2026-09-17", "2026-03-31"])
    for number, day in enumerate(draw(st.lists(days, max_size=4))):
        market = draw(st.sampled_from(["BTC/JPY", "ETH/JPY", "ETH/BTC"]))
        rows["trades"].append([str(number), f"{day}T12:00:00+09:00", market, "buy", "1.5", _draw_amount(draw, "BTC")])
    for _ in range(draw(st.integers(0, 5))):
        asset = draw(st.sampled_from(["JPY", "JPY", "USD", "HKT"]))
        day = draw(st.sampled_from(["2025-05-01", "2026-05-01", "2026-09-19"]))
        movement = draw(st.sampled_from(["provision", "provision", "use"]))
        rows["reserve"].append([day, movement, asset, _draw_amount(draw, asset)])


_TODAY = ("2026-09-18", "x")
_DAYS_AND_SOURCES = st.sampled_from([(_TODAY,), (_TODAY, ("2026-09-17", "x")), (_TODAY, ("2026-09-18", "y")), ()])


def _draw_prices(draw: st.DrawFn, rows: Rows) -> None:
    for asset in ("USD", "BTC", "ETH", "USDC", "HKT"):
        for day, source in draw(_DAYS_AND_SOURCES):
            currency = "JPY" if asset == "USD" else draw(st.sampled_from(["JPY", "JPY", "JPY", "USD"]))
            price = draw(st.sampled_from(["150", "150", "10000000.5"]))
            rows["prices"].append([day, asset, currency, price, source])


def _draw_policies(draw: st.DrawFn) -> str:
    return "".join(
        POLICY.format(
            number=number,
            third_party=draw(st.sampled_from(["true", "true", "false"])),
            tiers=draw(st.sampled_from(['["cold", "hot", "trust", "bank"]', '["cold"]'])),
            limit=draw(st.integers(0, 10**11)),
            deductible=draw(st.integers(0, 10**10)),
            share=draw(st.sampled_from(["1", "0.8", "1/3"])),
            ends=draw(st.sampled_from(["2027-04-01", "2026-09-18"])),
        )
        for number in range(draw(st.integers(0, 2)))
    )
