"""Whether an address can be one of its chain: its form and, where the form has one, its checksum.

A coin sent to an address with a wrong letter is lost. Known are the forms of BTC, LTC, DOGE, TRX, XRP, ETH and ETC, and
for any other asset an address that begins with 0x; no address has blanks or letters beyond ASCII. Of every other
address nothing more is asked, and it is counted as such.
"""

import re
from collections.abc import Callable, Mapping

import polars as pl
from btclib import b32, base58, bech32
from Crypto.Hash import keccak

from hikiate.remedy.payouts.checksums import base58_sound, bech32_sound, hex_sound

_EVM = re.compile(r"0x[0-9A-Fa-f]{40}", re.ASCII)
_VISIBLE = r"^[!-~]+$"
_EVM_WITHOUT_CHECKSUM = r"^0x([0-9a-f]{40}|[0-9A-F]{40})$"
_ACCOUNT_BYTES = 21
_HIGH = frozenset("89abcdef")
_BITCOIN_LETTERS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_RIPPLE_LETTERS = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz"
_RIPPLE_TO_BITCOIN = str.maketrans(_RIPPLE_LETTERS, _BITCOIN_LETTERS)

_COLUMNS_FROM = 10_000
"""Below so many addresses of an asset, asking one by one is quicker than loading what is compiled."""

_Check = Callable[[str], bool]


def unsound_addresses(destinations: pl.DataFrame) -> pl.DataFrame:
    """The rows (`asset`, `address`) whose address cannot be one of its asset's chain, each once."""
    unlike = [
        pl.DataFrame({"asset": asset, "address": found}, schema={"asset": pl.String, "address": pl.String})
        for (asset,), part in _addressed(destinations).group_by("asset")
        if (found := _unlike(str(asset), part["address"]))
    ]
    return pl.concat([pl.DataFrame(schema={"asset": pl.String, "address": pl.String}), *unlike]).sort(pl.all())


def unlooked_at(destinations: pl.DataFrame) -> int:
    """How many addresses are of no form that is known here."""
    known = pl.col("asset").is_in(list(_CHECKS)) | pl.col("address").str.starts_with("0x")
    return _addressed(destinations).filter(~known).height


def _addressed(destinations: pl.DataFrame) -> pl.DataFrame:
    return destinations.select("asset", "address").filter(pl.col("address").is_not_null())


def _unlike(asset: str, addresses: pl.Series) -> list[str]:
    """The unsound ones: what a checksum over a long column does not clear is asked one by one."""
    if len(addresses) >= _COLUMNS_FROM:
        addresses = cleared(asset, addresses)
    addresses = addresses.unique()
    visible = addresses.str.contains(_VISIBLE)
    odd, addresses = list(addresses.filter(~visible)), addresses.filter(visible)
    check = _CHECKS.get(asset, _evm)
    if asset not in _CHECKS:
        addresses = addresses.filter(addresses.str.starts_with("0x"))
    if check is _evm:
        # Most addresses are written in one case, which carries no checksum.
        addresses = addresses.filter(~addresses.str.contains(_EVM_WITHOUT_CHECKSUM))
    return odd + [address for address in addresses if not check(address)]


def cleared(asset: str, addresses: pl.Series) -> pl.Series:
    """The addresses without those whose checksum surely holds, told of a whole column at once."""
    for sound in _CLEARED.get(asset, _CLEARED["ETH"]):
        addresses = addresses.filter(~sound(addresses))
    return addresses


def _evm(address: str) -> bool:
    """EIP-55: a letter is a capital where the digest of the lower-case address has a high digit at its place."""
    if _EVM.fullmatch(address) is None:
        return False
    digits = address[2:]
    lower = digits.lower()
    digest = keccak.new(digest_bits=256, data=lower.encode()).hexdigest()
    capitals = (letter.upper() if high in _HIGH else letter for letter, high in zip(lower, digest, strict=False))
    return digits == "".join(capitals)


def _base58(*versions: int) -> _Check:
    """Base58Check of a version and the 20 bytes of an account or a script."""

    def check(address: str) -> bool:
        try:
            decoded = base58.decode(address)
        except (ValueError, RuntimeError):
            return False
        return len(decoded) == _ACCOUNT_BYTES and decoded[0] in versions

    return check


def _bitcoin(address: str) -> bool:
    if not address.lower().startswith("bc1"):
        return _BITCOIN_OLD(address)
    try:
        _, _, network = b32.witness_from_address(address)
    except (ValueError, RuntimeError):
        return False
    return network == "mainnet"


def _litecoin(address: str) -> bool:
    if not address.lower().startswith("ltc1"):
        return _LITECOIN_OLD(address)
    try:
        bech32.decode(address)
    except (ValueError, RuntimeError):
        return False
    return True


def _ripple(address: str) -> bool:
    """The same base58 with the letters in another order."""
    return set(address) <= set(_RIPPLE_LETTERS) and _RIPPLE_ACCOUNT(address.translate(_RIPPLE_TO_BITCOIN))


_BITCOIN_OLD = _base58(0x00, 0x05)
_LITECOIN_OLD = _base58(0x30, 0x32, 0x05)
_RIPPLE_ACCOUNT = _base58(0x00)
_Cleared = Callable[[pl.Series], pl.Series]


def _base58_column(letters: str, *versions: int) -> _Cleared:
    return lambda addresses: base58_sound(addresses, letters, versions)


_CLEARED: Mapping[str, tuple[_Cleared, ...]] = {
    "BTC": (bech32_sound, _base58_column(_BITCOIN_LETTERS, 0x00, 0x05)),
    "LTC": (_base58_column(_BITCOIN_LETTERS, 0x30, 0x32, 0x05),),
    "DOGE": (_base58_column(_BITCOIN_LETTERS, 0x1E, 0x16),),
    "TRX": (_base58_column(_BITCOIN_LETTERS, 0x41),),
    "XRP": (_base58_column(_RIPPLE_LETTERS, 0x00),),
    "ETH": (hex_sound,),
}
_CHECKS: Mapping[str, _Check] = {
    "BTC": _bitcoin,
    "LTC": _litecoin,
    "DOGE": _base58(0x1E, 0x16),
    "TRX": _base58(0x41),
    "XRP": _ripple,
    "ETH": _evm,
    "ETC": _evm,
}
