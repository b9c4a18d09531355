"""Coins: the names that exchanges give in their listings of reserves, and what each is: an asset on a chain.

Every name is an asset of its own, because a total is published for each name and must stay comparable with its parts:
bitcoin wrapped on another chain, a staked token or a claim on a lending pool is worth what its issuer is good for.
Only two names of one token on one chain are one asset. `counts_in` says in which total of a kind, such as ETH(ALL),
the exchange counts the coin.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from hikiate.facts.importers.assets import KNOWN_ASSETS
from hikiate.facts.importers.imported import AssetDraft


class Coin(NamedTuple):
    """A coin of a listing; `chain` is blank where the name is no token on a chain, `draft` None where none is known."""

    asset: str
    counts_in: str
    chain: str
    draft: AssetDraft | None


_Entry = tuple[str, str, str | AssetDraft]
"""What a coin counts in, its chain, and its decimals or the known asset that has as many."""


def _coins(table: Mapping[str, _Entry], same: Mapping[str, str]) -> Mapping[str, Coin]:
    """Coins by name; `same` are second names of a coin."""
    coins = {
        name: Coin(name, counts_in, chain, KNOWN_ASSETS[draft] if isinstance(draft, str) else draft)
        for name, (counts_in, chain, draft) in table.items()
    }
    return MappingProxyType(coins | {second: coins[first] for second, first in same.items()})


def _on(asset: str, names: str) -> dict[str, _Entry]:
    """Entries for an asset on several chains, written as `name=chain, name=chain`."""
    pairs = (entry.split("=") for entry in names.split(", "))
    return {name: (asset, chain, asset) for name, chain in pairs}


HTX_COINS = _coins(
    {
        **_on("BTC", "BTC=Bitcoin"),
        "BTC-TRC20": ("BTC", "TRON", "BTC-TRC20"),
        "WBTC-ERC20": ("BTC", "Ethereum", "BTC"),
        "jWBTC-TRC20": ("BTC", "TRON", "BTC"),
        "BTC-BUY-BACK": ("BTC", "", "BTC"),
        **_on("ETH", "ETH=Ethereum, ETH-Arbitrum=Arbitrum, ETH-Optimism=Optimism, baseETH=Base"),
        "ETH-BTTC": ("ETH", "BitTorrent Chain", "ETH-BTTC"),
        "ETH-BUY-BACK": ("ETH", "", "ETH"),
        "BETH": ("ETH", "Ethereum", "BETH"),
        "BETH-Heco": ("ETH", "Heco", "BETH"),
        "stETH": ("ETH", "Ethereum", "STETH"),
        "aETH": ("ETH", "Ethereum", "AETH"),
        **_on("HT", "HT-ETH=Ethereum"),
        **_on("HTX", "HTX-TRC20=TRON, HTX-ERC20=Ethereum"),
        **_on("TRX", "TRX=TRON"),
        "jsTRX": ("TRX", "TRON", "JSTRX"),
        **_on("DOGE", "DOGE=Dogecoin"),
        **_on("SOL", "SOL=Solana"),
        **_on("XRP", "XRP=XRP Ledger"),
        **_on("USDT", "USDT-ERC20=Ethereum, USDT-TRC20=TRON, USDT-Avalanche C-Chain=Avalanche, USDT-Omni=Bitcoin"),
        **_on("USDT", "USDT-ALGO=Algorand, USDT-SOL=Solana, USDT-Optimism=Optimism"),
        "USDT-BTTC": ("USDT", "BitTorrent Chain", "USDT-BTTC"),
        "USDT-BEP20": ("USDT", "BNB Smart Chain", AssetDraft(18, "stablecoin")),
        "USDT-T-Bills": ("USDT", "", "USDT"),
        "USDT-aEthUSDT": ("USDT", "Ethereum", "AETHUSDT"),
        "stUSDT-TRC20": ("USDT", "TRON", "STUSDT"),
        "jUSDT-TRC20": ("USDT", "TRON", "JUSDT"),
        **_on("USDC", "ERC20-USDC=Ethereum, BASE-USDC=Base, USDC-SOL=Solana"),
        "BEP20-USDC": ("USDC", "BNB Smart Chain", AssetDraft(18, "stablecoin")),
        "STEAK-USDC": ("USDC", "Ethereum", AssetDraft(18, "crypto")),
        "WLFI": ("WLFI", "Ethereum", AssetDraft(18, "crypto")),
    },
    # The listings of addresses say USDT-ETH up to 2025, the totals from May 2024 on say USDT-ERC20.
    same={"USDT-ETH": "USDT-ERC20", "wBTC-ERC20": "WBTC-ERC20", "SOL-USDC": "USDC-SOL"},
)
"""Huobi, now HTX, from December 2022 on."""

OKX_COINS = _coins(
    {
        **_on("BTC", "BTC=Bitcoin"),
        **_on("ETH", "ETH=Ethereum, ETH-ARBITRUM=Arbitrum, ETH-OPTIMISM=Optimism, OPTIMISM=Optimism, ETH-LINEA=Linea"),
        **_on("ETH", "ETH-BASE=Base, BASE=Base, ETH-ZKSYNC2=zkSync Era, ZKSYNC2=zkSync Era, OKB-X1-ETH=X Layer"),
        **_on("ETH", "STARKNET-ETH=Starknet"),
        "ETHK-OKC20": ("ETH", "OKTC", "ETHK"),
        "BETH": ("BETH", "Ethereum", "BETH"),
        **_on("USDT", "USDT-ERC20=Ethereum, USDT-TRC20=TRON, USDT-AVAXC=Avalanche, USDT-ARBITRUM=Arbitrum"),
        **_on("USDT", "USDT-OPTIMISM=Optimism, USDT-OMNI=Bitcoin, USDT-ALGO=Algorand, USDT-APTOS=Aptos, USDT-TON=TON"),
        **_on("USDT", "USDT-SPL=Solana, OKB-X1-USDT=X Layer"),
        "USDT-POLY": ("USDT", "Polygon", "USDT-POLYGON"),
        "USDT-OKC20": ("USDT", "OKTC", "USDT-OKC"),
        **_on("USDC", "USDC=Ethereum, USDC-TRC=TRON, USDC-AVAXC=Avalanche, USDC-ARBITRUM=Arbitrum, USDC-BASE=Base"),
        **_on("USDC", "USDC-ARBITRUM-NATIVE=Arbitrum, USDC-OPTIMISM=Optimism, USDC-OPTIMISM-FF85=Optimism"),
        **_on("USDC", "USDC-SPL=Solana, USDC-SUI=Sui, USDC-APTOS=Aptos, OKB-X1-USDC=X Layer"),
        "POLY-USDC": ("USDC", "Polygon", "USDC-POLYGON"),
        "POLY-USDC-3359": ("USDC", "Polygon", "USDC-POLYGON"),
        "USDC-OKC20": ("USDC", "OKTC", "USDC-OKC"),
        **_on("OKB", "OKB=Ethereum, OKB-OKC20=OKTC, OKB-X1=X Layer"),
        "LTCK-OKC20": ("LTC", "OKTC", "LTCK"),
        "FILK-OKC20": ("FIL", "OKTC", "FILK"),
        "DOTK-OKC20": ("DOT", "OKTC", "DOTK"),
        "ETCK-KIP20": ("ETC", "OKTC", "ETCK"),
        "XRPK-KIP20": ("XRP", "OKTC", "XRPK"),
        "UNIK-OKC20": ("UNI", "OKTC", "UNIK"),
        "BCHK-KIP20": ("BCH", "OKTC", "BCHK"),
        "LINKK-OKC20": ("LINK", "OKTC", "LINKK"),
        "TRXK-KIP20": ("TRX", "OKTC", "TRXK"),
        "SHIBK-KIP20": ("SHIB", "OKTC", "SHIBK"),
        **_on("BABYDOGE", "BABYDOGE-KIP20=OKTC, BABYDOGE-BSC=BNB Smart Chain"),
        **_on("FIL", "FIL=Filecoin, FIL-EVM=Filecoin"),
        **_on("DOT", "DOT=Polkadot, ASSET-HUB=Polkadot Asset Hub"),
        **_on("TON", "TON=TON, TONCOIN-NEW=TON"),
        **_on("APT", "APT=Aptos, APTOS=Aptos, APTOS-FA=Aptos"),
        **_on("XRP", "XRP=XRP Ledger, RIPPLE=XRP Ledger"),
        **_on("BCH", "BCH=Bitcoin Cash, BCHN=Bitcoin Cash"),
        **{name: (name, "", name) for name in ("LTC", "DOGE", "DASH", "BSV", "BTG", "BCD", "BCHA", "DGB", "QTUM")},
        **{name: (name, "", name) for name in ("RVN", "ZEC", "ETC", "ETHW", "OKT", "SHIB", "UNI", "LINK", "BLUR")},
        **{name: (name, "", name) for name in ("MATIC", "PEOPLE", "CORE", "CFX", "ELF", "LUNC", "SOL", "SUI", "TRX")},
        **{name: (name, "", name) for name in ("XLM", "ADA", "ALGO")},
    },
    same={},
)
"""OKX from November 2022 on, in capitals."""
