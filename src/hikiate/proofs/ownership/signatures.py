"""The schemes in which an address signs a message, each as a question that is answered yes or no.

A scheme takes address, message and signature as text. What is no address or no signature of the scheme was not signed.
"""

import binascii
from collections.abc import Callable, Mapping
from typing import Literal, get_args

from bip322 import VerificationError, verify_simple_encoded
from btclib import base58
from btclib.ecc import bms

from hikiate.proofs.ownership.curves import ADDRESS_BYTES, keccak256, recovered_address

Scheme = Literal["bip322", "bitcoin", "eip191", "keccak", "tron"]
SCHEMES: tuple[Scheme, ...] = get_args(Scheme)

_ETHEREUM = b"\x19Ethereum Signed Message:\n"
_TRON = b"\x19TRON Signed Message:\n"
_TRON_VERSION = 0x41


def schemes_of(address: str) -> tuple[Scheme, ...]:
    """The schemes in which an address can sign, by its form; none for a form that is not known."""
    if _evm_address(address) is not None:
        return "eip191", "keccak"
    if _tron_address(address) is not None:
        return ("tron",)
    if address[:1] in {"1", "3"} or address.lower().startswith("bc1"):
        return "bip322", "bitcoin"
    return ()


def is_signed(scheme: Scheme, address: str, message: str, signature: str) -> bool:
    """Whether the key of an address signed a message."""
    return _ANSWERS[scheme](address, message.encode(), signature)


def _bip322(address: str, message: bytes, signature: str) -> bool:
    try:
        verify_simple_encoded(address, message.decode(), signature)
    except (VerificationError, ValueError):
        return False
    return True


def _bitcoin(address: str, message: bytes, signature: str) -> bool:
    """Bitcoin Signed Message with a compact signature: p2pkh, and segwit with the headers that wallets write."""
    try:
        return bms.verify(message, address, signature)
    except (ValueError, RuntimeError):
        return False


def _eip191(address: str, message: bytes, signature: str) -> bool:
    digest = keccak256(_ETHEREUM + str(len(message)).encode() + message)
    return _recovers(_evm_address(address), [digest], signature)


def _keccak(address: str, message: bytes, signature: str) -> bool:
    """The digest of the message itself was signed, without the words before it."""
    return _recovers(_evm_address(address), [keccak256(message)], signature)


def _tron(address: str, message: bytes, signature: str) -> bool:
    """With the message's length; with 32, as the first wallets wrote whatever the length; or its digest alone."""
    inner = keccak256(message)
    headed = [str(len(message)).encode() + message, b"32" + inner, b"32" + message]
    digests = [*(keccak256(_TRON + rest) for rest in headed), inner]
    return _recovers(_tron_address(address), digests, signature)


def _recovers(address: bytes | None, digests: list[bytes], signature: str) -> bool:
    signed = _bytes(signature)
    return address is not None and any(recovered_address(digest, signed) == address for digest in digests)


def _bytes(text: str) -> bytes:
    """Hex digits with or without 0x as bytes; none where it is not hex."""
    try:
        return binascii.unhexlify(text.removeprefix("0x"))
    except ValueError:
        return b""


def _evm_address(text: str) -> bytes | None:
    address = _bytes(text) if text.startswith("0x") else b""
    return address if len(address) == ADDRESS_BYTES else None


def _tron_address(text: str) -> bytes | None:
    try:
        decoded = base58.decode(text)
    except (ValueError, RuntimeError):
        return None
    sound = len(decoded) == ADDRESS_BYTES + 1 and decoded[0] == _TRON_VERSION
    return decoded[1:] if sound else None


_ANSWERS: Mapping[Scheme, Callable[[str, bytes, str], bool]] = {
    "bip322": _bip322,
    "bitcoin": _bitcoin,
    "eip191": _eip191,
    "keccak": _keccak,
    "tron": _tron,
}
