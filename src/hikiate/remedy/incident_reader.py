"""The reader of an incident file (TOML): every key checked against the exchange, all faults named together."""

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction

from hikiate.facts.entries import Entry, read_toml
from hikiate.facts.exchange import Exchange
from hikiate.facts.tables import INCIDENT_KINDS, TIERS
from hikiate.kernel.amounts import SCALE_MAX
from hikiate.kernel.findings import Refused
from hikiate.kernel.wording import Term
from hikiate.remedy.accidents import ACCIDENTS, EXEMPTIONS
from hikiate.remedy.incident import (
    CONTACT_KEYS,
    EXCLUSIONS,
    METHODS,
    PRICE_DECIMALS_MAX,
    PRICE_KINDS,
    SOURCES,
    Files,
    Funding,
    Haircut,
    Incident,
    Loss,
    Method,
    PriceTerms,
    Quote,
)

_KEYS = (
    "id", "kind", "occurred_at", "noticed_at", "stopped_at", "method", "promised", "law", "accident", "exemptions",
    "accounts", "movements", "payees", "destinations", "returned", "also", "funding_order", "loss", "reference_price",
    "mixed", "haircut", "cap", "convenience", "funding", "screening", "payout", "contact",
)  # fmt: skip


def read_incident(text: str, file: str, exchange: Exchange) -> Incident:
    """Read an incident file; Refused with every fault of it."""
    entry = Entry(file, read_toml(text, file), [])
    entry.only(*_KEYS)
    reader = _Reader(entry, exchange)
    incident = reader.incident()
    if not entry.found:
        reader.check(incident)
    if entry.found:
        raise Refused(entry.found)
    return incident


class _Reader:
    """Reads the parts of an incident; the faults gather in the entry."""

    def __init__(self, entry: Entry, exchange: Exchange) -> None:
        self.entry, self.exchange = entry, exchange

    def incident(self) -> Incident:
        """The incident as read; never used where it has a fault."""
        entry = self.entry
        return Incident(
            id=entry.text("id"),
            kind=entry.choice("kind", INCIDENT_KINDS),
            occurred_at=entry.moment("occurred_at"),
            noticed_at=entry.optional_moment("noticed_at"),
            stopped_at=entry.optional_moment("stopped_at"),
            method=_method(entry, "method"),
            losses=tuple(self._loss(loss) for loss in entry.tables("loss")),
            prices={name: self._price(price) for name, price in self._by_asset("reference_price")},
            in_kind_shares={name: _only_rate(mixed, "in_kind") for name, mixed in self._by_asset("mixed")},
            haircut=self._haircut(entry.table("haircut")),
            caps=self._amounts("cap"),
            conveniences=self._amounts("convenience"),
            funding=tuple(self._funding(source) for source in entry.tables("funding")),
            funding_order=self._order(),
            files=self._files(),
            law=entry.names("law") if "law" in entry else None,
            promised=_method(entry, "promised") if "promised" in entry else None,
            accident=entry.choice("accident", ACCIDENTS) if "accident" in entry else None,
            exemptions=self._exemptions(),
            payout=entry.table("payout").plain,
            contact=self._contact(entry.table("contact")),
        )

    def check(self, incident: Incident) -> None:
        """What one key alone cannot tell."""
        entry = self.entry
        if not incident.losses:
            entry.fault("loss", "none", Term("at least one [[loss]]", "[[loss]] を一つ以上"))
        for key in ("noticed_at", "stopped_at"):
            moment = getattr(incident, key)
            if moment is not None and moment < incident.occurred_at:
                entry.fault(key, moment, Term("a moment not before occurred_at", "occurred_at 以後の日時"))
        needing = incident.lost_assets if incident.method in {"cash", "mixed"} else ()
        for asset in needing:
            if asset not in incident.prices:
                entry.fault("reference_price", "none", _price_wanted(asset))
            if incident.method == "mixed" and asset not in incident.in_kind_shares:
                entry.fault("mixed", "none", Term(f"[mixed.{asset}] in_kind", f"[mixed.{asset}] の in_kind"))

    def _by_asset(self, key: str) -> list[tuple[str, Entry]]:
        named = list(self.entry.named(key))
        for name, _ in named:
            self.entry.require_asset(key, name, self.exchange)
        return [(name, entry) for name, entry in named if name in self.exchange.assets]

    def _amounts(self, key: str) -> dict[str, int]:
        amounts = {}
        for name, entry in self._by_asset(key):
            entry.only("amount")
            amounts[name] = entry.amount("amount", self.exchange.scale(name))
        return amounts

    def _loss(self, entry: Entry) -> Loss:
        entry.only("asset", "quantity", "tier", "keeper", "recovered", "addresses")
        asset, scale = entry.asset("asset", self.exchange)
        loss = Loss(
            entry.where,
            asset,
            entry.amount("quantity", scale),
            entry.choice("tier", TIERS),
            entry.text("keeper"),
            entry.optional_amount("recovered", scale) or 0,
            entry.optional_names("addresses"),
        )
        if loss.recovered > loss.quantity:
            entry.fault("recovered", entry.plain["recovered"], Term("at most the quantity lost", "流出数量以下の数量"))
        return loss

    def _price(self, entry: Entry) -> PriceTerms:
        kind = entry.choice("kind", PRICE_KINDS)
        keys = {
            "fixed": ("price",),
            "mean": ("prices",),
            "spot": ("market", "at", "trades"),
            "vwap": ("market", "from", "until", "trades"),
        }[kind]
        entry.only("kind", "currency", "decimals", *keys)
        currency, _ = entry.asset("currency", self.exchange)
        decimals = entry.count("decimals", PRICE_DECIMALS_MAX)
        if decimals > PRICE_DECIMALS_MAX:
            most = PRICE_DECIMALS_MAX
            entry.fault("decimals", decimals, Term(f"at most {most} decimals", f"{most} 桁以下の小数桁数"))
        if kind == "fixed":
            return PriceTerms(entry.where, kind, currency, decimals, (Quote("fixed", _quote(entry, "price")),))
        if kind == "mean":
            return PriceTerms(entry.where, kind, currency, decimals, self._quotes(entry))
        market = self._market(entry) if kind == "vwap" or "market" in entry else None
        trades = entry.optional_text("trades")
        if kind == "spot":
            at = _day_or_moment(entry, "at")
            return PriceTerms(entry.where, kind, currency, decimals, market=market, at=at, trades=trades)
        start, end = entry.moment("from"), entry.moment("until")
        if end <= start:
            entry.fault("until", end, Term("a moment after from", "from より後の日時"))
        return PriceTerms(entry.where, kind, currency, decimals, market=market, start=start, end=end, trades=trades)

    def _quotes(self, entry: Entry) -> tuple[Quote, ...]:
        """The prices of a mean: `{ bitFlyer = "100", Zaif = "101" }`, or a list of texts."""
        plain = entry.plain.get("prices")
        if isinstance(plain, list):
            plain = {str(number): price for number, price in enumerate(plain, start=1)}
        if not isinstance(plain, Mapping) or not plain:
            wanted = Term(
                'prices by venue, such as { bitFlyer = "100" }', '{ bitFlyer = "100" } のような取引所ごとの価格'
            )
            entry.fault("prices", plain, wanted)
            return ()
        prices = Entry(f"{entry.where} prices", plain, entry.found)
        return tuple(Quote(name, _quote(prices, name)) for name in plain)

    def _market(self, entry: Entry) -> str:
        market = entry.text("market")
        base, slash, quote = market.partition("/")
        if market and (not slash or base == quote or not {base, quote} <= set(self.exchange.assets)):
            wanted = Term(
                "two assets of exchange.toml, such as BTC/JPY", "BTC/JPY のような、exchange.toml にある二つの資産"
            )
            entry.fault("market", market, wanted)
        return market

    def _haircut(self, entry: Entry) -> Haircut:
        entry.only("rate", "assets")
        assets = entry.optional_names("assets")
        for asset in assets:
            entry.require_asset("assets", asset, self.exchange)
        return Haircut(entry.rate("rate") if "rate" in entry else None, assets)

    def _funding(self, entry: Entry) -> Funding:
        entry.only("source", "asset", "amount", "available_on", "policy", "condition", "approval", "used")
        source = entry.choice("source", SOURCES)
        asset, scale = entry.asset("asset", self.exchange)
        insured = source == "insurance"
        return Funding(
            entry.where,
            source,
            asset,
            entry.amount("amount", scale) if "amount" in entry or not insured else None,
            entry.day("available_on") if "available_on" in entry or not insured else None,
            entry.text("policy") if insured else entry.optional_text("policy"),
            entry.optional_text("condition"),
            entry.optional_text("approval"),
            entry.optional_amount("used", scale) or 0,
        )

    def _order(self) -> tuple[str, ...]:
        named = self.entry.optional_names("funding_order")
        if len(set(named)) < len(named) or not set(named) <= set(SOURCES):
            words = ", ".join(SOURCES)
            self.entry.fault(
                "funding_order", ", ".join(named), Term(f"each once of {words}", f"次を各一度まで: {words}")
            )
        return (*named, *(source for source in SOURCES if source not in named))

    def _files(self) -> Files:
        entry, screening = self.entry, self.entry.table("screening")
        screening.only("lists", *EXCLUSIONS)
        return Files(
            accounts=entry.optional_text("accounts"),
            movements=entry.optional_text("movements"),
            payees=entry.optional_text("payees"),
            destinations=entry.optional_text("destinations"),
            returned=entry.optional_text("returned"),
            lists=screening.optional_names("lists"),
            excluded={key: screening.text(key) for key in EXCLUSIONS if key in screening},
            also=entry.optional_names("also"),
        )

    def _contact(self, entry: Entry) -> dict[str, str]:
        entry.only(*CONTACT_KEYS)
        return {key: entry.text(key) for key in CONTACT_KEYS if key in entry}

    def _exemptions(self) -> tuple[str, ...]:
        named = self.entry.optional_names("exemptions")
        if not set(named) <= set(EXEMPTIONS):
            words = ", ".join(EXEMPTIONS)
            self.entry.fault("exemptions", ", ".join(named), Term(f"words of {words}", f"次の語: {words}"))
        return named


def _method(entry: Entry, key: str) -> Method:
    word = entry.choice(key, METHODS)
    return next(method for method in METHODS if method == word)


def _only_rate(entry: Entry, key: str) -> Fraction:
    entry.only(key)
    return entry.rate(key)


def _quote(entry: Entry, key: str) -> Fraction:
    """A price above zero, with at most as many decimals as a price of a pack has."""
    before = len(entry.found)
    price = Fraction(entry.amount(key, SCALE_MAX), 10**SCALE_MAX)
    if price == 0 and len(entry.found) == before:
        entry.fault(key, entry.plain[key], Term("a price above zero", "0より大きい価格"))
    return price


def _day_or_moment(entry: Entry, key: str) -> date | datetime:
    value = entry.plain.get(key)
    is_day = isinstance(value, date) and not isinstance(value, datetime)
    if is_day or (isinstance(value, str) and "T" not in value):
        return entry.day(key)
    return entry.moment(key)


def _price_wanted(asset: str) -> Term:
    return Term(
        f"[reference_price.{asset}], from which money is computed",
        f"金銭への換算に用いる [reference_price.{asset}]",
    )
