"""The exchange of a pack: who it is, the moment of the snapshot, its rulebooks and its assets (`exchange.toml`)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from hikiate.facts import faults
from hikiate.facts.firm import NO_FIRM, Firm, read_firm
from hikiate.facts.moments import as_moment
from hikiate.kernel.amounts import SCALE_MAX
from hikiate.kernel.days import BusinessCalendar, Period, day_of, fiscal_year
from hikiate.kernel.findings import Finding, Refused
from hikiate.kernel.parsing import toml_values

FILE = "exchange.toml"
ASSET_KINDS = ("fiat", "crypto", "stablecoin")

_KEYS = {
    "name",
    "registration",
    "jurisdiction",
    "reporting_currency",
    "fiscal_year_start",
    "snapshot_at",
    "rulebooks",
    "assets",
}
_OPTIONAL_KEYS = {"withdrawal_business_days", "price_source", "firm"}
_ASSET_KEYS = {"scale", "kind", "dti"}
_FIRST_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])", re.ASCII)
_ASSET_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_+ -]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Asset:
    """An asset: its number of decimals and its kind; `dti` is its ISO 24165 identifier where given."""

    name: str
    scale: int
    kind: str
    dti: str | None = None


@dataclass(frozen=True, slots=True)
class Exchange:
    """The exchange and the moment.

    `withdrawal_business_days` is the shortest time within which a customer may withdraw by contract, and `price_source`
    the source whose price counts where several stand for a day; None unless the file states them. `firm` is what the
    rulebooks of other countries ask of a firm and no table holds.
    """

    name: str
    registration: str
    jurisdiction: str
    reporting_currency: str
    fiscal_year_start: str
    snapshot_at: datetime
    rulebooks: tuple[str, ...]
    assets: Mapping[str, Asset]
    withdrawal_business_days: int | None = None
    price_source: str | None = None
    firm: Firm = NO_FIRM

    @property
    def day(self) -> date:
        """The snapshot's calendar day, on the clock of its offset."""
        return day_of(self.snapshot_at)

    @property
    def fiscal_year(self) -> Period:
        """The fiscal year that holds the snapshot."""
        return fiscal_year(self.day, self.fiscal_year_start)

    @property
    def reporting_scale(self) -> int:
        """Decimals of the reporting currency."""
        return self.assets[self.reporting_currency].scale

    def follows(self, exchange: str, as_of: str) -> bool:
        """Whether the snapshot is the same exchange's, of a later moment than `as_of`."""
        try:
            return exchange == self.name and datetime.fromisoformat(as_of) < self.snapshot_at
        except (ValueError, TypeError):
            return False

    def scale(self, asset: str) -> int:
        """Decimals of an asset."""
        return self.assets[asset].scale


def read_exchange(text: str) -> Exchange:
    """Read `exchange.toml`; Refused with every fault of it."""
    try:
        record = toml_values(text)
    except ValueError as error:
        raise Refused([faults.UNREADABLE.at(FILE, value=error, wanted="TOML", wanted_ja="TOML")]) from error
    allowed = _KEYS | _OPTIONAL_KEYS
    found = [
        faults.UNKNOWN_KEY.at(FILE, value=key, keys=", ".join(sorted(allowed))) for key in sorted(set(record) - allowed)
    ]
    snapshot_at, moment_faults = _snapshot_at(record.get("snapshot_at"))
    found += moment_faults + _text_faults(record) + _asset_faults(record) + _optional_faults(record)
    firm, firm_faults = read_firm(record.get("firm", {}), _scale(record))
    found += firm_faults
    if found or snapshot_at is None:
        raise Refused(found)
    return Exchange(
        name=record["name"],
        registration=record["registration"],
        jurisdiction=record["jurisdiction"],
        reporting_currency=record["reporting_currency"],
        fiscal_year_start=record["fiscal_year_start"],
        snapshot_at=snapshot_at,
        rulebooks=tuple(record["rulebooks"]),
        assets={
            name: Asset(name, asset["scale"], asset["kind"], asset.get("dti"))
            for name, asset in record["assets"].items()
        },
        withdrawal_business_days=record.get("withdrawal_business_days"),
        price_source=record.get("price_source"),
        firm=firm,
    )


def _scale(record: Mapping[str, Any]) -> int:
    """Decimals of the reporting currency, as far as the record declares them."""
    assets, currency = record.get("assets"), record.get("reporting_currency")
    asset = assets.get(currency) if isinstance(assets, dict) and isinstance(currency, str) else None
    scale = asset.get("scale") if isinstance(asset, dict) else None
    return scale if isinstance(scale, int) and 0 <= scale <= SCALE_MAX else SCALE_MAX


def _snapshot_at(value: object) -> tuple[datetime | None, list[Finding]]:
    if (moment := as_moment(value)) is not None:
        return moment, []
    shown = value.isoformat() if isinstance(value, date | datetime) else value
    return None, [faults.NOT_A_MOMENT.at(f"{FILE} key snapshot_at", value="blank" if shown is None else shown)]


def _text_faults(record: Mapping[str, Any]) -> list[Finding]:
    found = [
        _wrong(key, record.get(key), "a text", "文字列")
        for key in ("name", "registration", "jurisdiction", "reporting_currency")
        if not isinstance(record.get(key), str) or not record[key].strip()
    ]
    jurisdiction = record.get("jurisdiction")
    if isinstance(jurisdiction, str) and jurisdiction.strip() and not _has_calendar(jurisdiction):
        found.append(_wrong("jurisdiction", jurisdiction, "a country such as JP", "JP のような国コード"))
    first_day = record.get("fiscal_year_start")
    if not isinstance(first_day, str) or not _FIRST_DAY.fullmatch(first_day):
        found.append(_wrong("fiscal_year_start", first_day, "month-day such as 04-01", "04-01 のような月-日"))
    rulebooks = record.get("rulebooks")
    if not isinstance(rulebooks, list) or not all(isinstance(name, str) for name in rulebooks):
        found.append(_wrong("rulebooks", rulebooks, 'a list such as ["jp-psa"]', '["jp-psa"] のような一覧'))
    return found


def _asset_faults(record: Mapping[str, Any]) -> list[Finding]:
    assets = record.get("assets")
    if not isinstance(assets, dict) or not all(isinstance(asset, dict) for asset in assets.values()):
        return [_wrong("assets", assets, "a section [assets.X] for each asset", "資産ごとの [assets.X]")]
    found = []
    for name, asset in assets.items():
        where = f"assets.{name}"
        if not _ASSET_NAME.fullmatch(name):
            found.append(_wrong(where, name, "letters, digits, space, _, + or -", "英数字・空白・_・+・-"))
        found += [
            faults.UNKNOWN_KEY.at(f"{FILE} key {where}", value=key, keys=", ".join(sorted(_ASSET_KEYS)))
            for key in sorted(set(asset) - _ASSET_KEYS)
        ]
        scale = asset.get("scale")
        if not _is_whole(scale) or not 0 <= scale <= SCALE_MAX:
            found.append(_wrong(f"{where}.scale", scale, f"0 to {SCALE_MAX}", f"0～{SCALE_MAX}"))
        if asset.get("kind") not in ASSET_KINDS:
            choices = ", ".join(ASSET_KINDS)
            found.append(_wrong(f"{where}.kind", asset.get("kind"), f"one of {choices}", f"次のいずれか: {choices}"))
        if not isinstance(asset.get("dti", ""), str):
            found.append(_wrong(f"{where}.dti", asset["dti"], "a text", "文字列"))
    currency = record.get("reporting_currency")
    if isinstance(currency, str) and currency not in assets:
        found.append(
            _wrong("reporting_currency", currency, f"declared under [assets.{currency}]", f"[assets.{currency}] に宣言")
        )
    return found


def _optional_faults(record: Mapping[str, Any]) -> list[Finding]:
    found = []
    days = record.get("withdrawal_business_days", 1)
    if not _is_whole(days) or days < 1:
        found.append(_wrong("withdrawal_business_days", days, "a whole number from 1", "1以上の整数"))
    if not isinstance(record.get("price_source", ""), str):
        found.append(_wrong("price_source", record["price_source"], "a text", "文字列"))
    return found


def _has_calendar(jurisdiction: str) -> bool:
    try:
        BusinessCalendar(jurisdiction)
    except ValueError:
        return False
    return True


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _wrong(key: str, value: object, wanted: str, wanted_ja: str) -> Finding:
    shown = "blank" if value is None else value
    return faults.WRONG_VALUE.at(f"{FILE} key {key}", value=shown, wanted=wanted, wanted_ja=wanted_ja)
