"""How many signatures of addresses are verified in a second, by scheme, on one core."""

import base64
import hashlib
import sys
import time
from collections.abc import Callable

from btclib.base58 import encode
from coincurve import PrivateKey
from Crypto.Hash import RIPEMD160

from hikiate.proofs.ownership.curves import keccak256
from hikiate.proofs.ownership.signatures import Scheme, is_signed

KEY = PrivateKey(b"\x11" * 32)
PUBLIC = KEY.public_key
EVM = keccak256(PUBLIC.format(compressed=False)[1:])[-20:]
SECONDS = 2.0

# Published with BIP-322.
BIP322 = (
    "bc1q9vza2e8x573nczrlzms0wvx3gsqjx7vavgkx0l",
    "Hello World",
    (
        "AkcwRAIgZRfIY3p7/DoVTty6YZbWS71bc5Vct9p9Fia83eRmw2QCICK/ENGfwLtptFluMGs2KsqoNSk89pO7F29zJLUx9a/sASECx/"
        "EgAxlkQpQ9hYjgGu6EBCPMVPwVIVJqO4XCsMvViHI="
    ),
)


def over(digest: bytes) -> str:
    """The signature of a digest in hex."""
    return KEY.sign_recoverable(digest, hasher=None).hex()


def base58(payload: bytes) -> str:
    """Base58 with its checksum."""
    encoded: str | bytes = encode(payload)
    return encoded.decode() if isinstance(encoded, bytes) else encoded


def compact(message: bytes) -> str:
    """Bitcoin Signed Message of a short text by a compressed key."""
    inner = hashlib.sha256(b"\x18Bitcoin Signed Message:\n" + bytes([len(message)]) + message).digest()
    made = KEY.sign_recoverable(hashlib.sha256(inner).digest(), hasher=None)
    return base64.b64encode(bytes([31 + made[-1]]) + made[:-1]).decode()


def main() -> int:
    """Print a line for each scheme."""
    message = "Example Exchange\n2026-09-18\naddress"
    text = message.encode()
    legacy = base58(b"\x00" + RIPEMD160.new(hashlib.sha256(PUBLIC.format()).digest()).digest())
    headed: Callable[[bytes], bytes] = lambda head: keccak256(head + str(len(text)).encode() + text)  # noqa: E731 - one line, used twice
    given: dict[Scheme, tuple[str, str, str]] = {
        "bip322": BIP322,
        "bitcoin": (legacy, message, compact(text)),
        "eip191": (f"0x{EVM.hex()}", message, over(headed(b"\x19Ethereum Signed Message:\n"))),
        "keccak": (f"0x{EVM.hex()}", message, over(keccak256(text))),
        "tron": (base58(b"\x41" + EVM), message, over(headed(b"\x19TRON Signed Message:\n"))),
    }
    for scheme, row in given.items():
        if not is_signed(scheme, *row):
            sys.exit(f"{scheme} does not verify")
        count, started = 0, time.perf_counter()
        while time.perf_counter() - started < SECONDS:
            is_signed(scheme, *row)
            count += 1
        print(f"{scheme:<8} {count / SECONDS:>9,.0f} a second")
    return 0


if __name__ == "__main__":
    sys.exit(main())
