"""Assets whose number of decimals is public knowledge, for drafting an `exchange.toml`."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from hikiate.facts.importers.holding_defects import FINER
from hikiate.facts.importers.imported import AssetDraft
from hikiate.kernel.findings import Finding

_FIAT = {"JPY": 0, "USD": 2, "EUR": 2, "GBP": 2, "KRW": 0, "HKD": 2, "SGD": 2}
_STABLECOINS = {
    "USDT": 6,
    "USDC": 6,
    "USDT-BTTC": 6,
    "USDT-POLYGON": 6,
    "USDC-POLYGON": 6,
    "USDT-OKC": 18,
    "USDC-OKC": 18,
}
_CRYPTO = {
    "BTC": 8, "BCH": 8, "BSV": 8, "LTC": 8, "DOGE": 8, "DASH": 8, "ZEC": 8, "MONA": 8, "QTUM": 8, "RVN": 8,
    "BTG": 8, "BCD": 8, "DGB": 8, "BCHA": 8,
    "ETH": 18, "ETC": 18, "ETHW": 18, "BNB": 18, "HT": 18, "HTX": 18, "OKB": 18, "OKT": 18, "UNI": 18, "LINK": 18,
    "SHIB": 18, "BLUR": 18, "MATIC": 18, "PEOPLE": 18, "BABYDOGE": 9, "CFX": 18, "FIL": 18, "CORE": 18,
    "XRP": 6, "TRX": 6, "ADA": 6, "XLM": 7, "XEM": 6, "SOL": 9, "DOT": 10, "ALGO": 6, "TON": 9, "APT": 8, "SUI": 9,
    "LUNC": 6, "ELF": 8,
    "STETH": 18, "BETH": 18, "AETH": 18, "ETH-BTTC": 18, "BTC-TRC20": 8, "JSTRX": 18,
    "STUSDT": 18, "JUSDT": 8, "AETHUSDT": 6,
    "LTCK": 18, "FILK": 18, "DOTK": 18, "ETCK": 18, "XRPK": 18, "UNIK": 18, "BCHK": 18, "LINKK": 18, "TRXK": 18,
    "SHIBK": 18, "ETHK": 18,
}  # fmt: skip

KNOWN_ASSETS: Mapping[str, AssetDraft] = MappingProxyType(
    {
        **{asset: AssetDraft(scale, "fiat") for asset, scale in _FIAT.items()},
        **{asset: AssetDraft(scale, "stablecoin") for asset, scale in _STABLECOINS.items()},
        **{asset: AssetDraft(scale, "crypto") for asset, scale in _CRYPTO.items()},
    }
)


def known_assets(places: Mapping[str, int]) -> tuple[Mapping[str, AssetDraft], list[Finding]]:
    """The known assets, each with as many decimals as it is written with, and a finding where those are too many."""
    finer = {
        asset: places[asset] for asset in places if asset in KNOWN_ASSETS and places[asset] > KNOWN_ASSETS[asset].scale
    }
    drafts = {asset: replace(KNOWN_ASSETS[asset], scale=count) for asset, count in finer.items()}
    findings = [
        FINER.at("trades column size", asset=asset, places=count, scale=KNOWN_ASSETS[asset].scale)
        for asset, count in finer.items()
    ]
    return {**KNOWN_ASSETS, **drafts}, findings
