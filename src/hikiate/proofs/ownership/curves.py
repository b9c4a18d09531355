"""Keys recovered from signatures on secp256k1, and the addresses that Ethereum and TRON make of them."""

from coincurve import PublicKey
from Crypto.Hash import keccak

SIGNATURE_BYTES = 65
ADDRESS_BYTES = 20

_FIRST_RECOVERY = 27


def keccak256(message: bytes) -> bytes:
    """Keccak-256 (32 bytes), the padding before SHA-3 that these chains use."""
    return keccak.new(digest_bits=256, data=message).digest()


def recovered_address(digest: bytes, signature: bytes) -> bytes | None:
    """The 20 bytes of the address whose key signed a digest; None where no key can have made the signature.

    The signature is r ‖ s ‖ v, where v is 0 or 1, or 27 or 28.
    """
    if len(signature) != SIGNATURE_BYTES:
        return None
    recovery = signature[-1] - _FIRST_RECOVERY if signature[-1] >= _FIRST_RECOVERY else signature[-1]
    if recovery not in {0, 1}:
        return None
    try:
        key = PublicKey.from_signature_and_message(signature[:-1] + bytes([recovery]), digest, hasher=None)
    except Exception:  # noqa: BLE001 - the library raises bare Exception and ValueError for a signature without a key
        return None
    return keccak256(key.format(compressed=False)[1:])[-ADDRESS_BYTES:]
