"""Keys and seals: how a leaf stands for a customer whom only the customer and the exchange can recognise in it."""

from hikiate.kernel.digests import hmac_sha256, sha256
from hikiate.proofs.tree import Tree, record, role, u32


def day_context(exchange: str, as_of: str) -> bytes:
    """What ties a customer's key to one moment of one exchange (32 bytes)."""
    return record("proof-day/1", [exchange, as_of])


def who(customer: str) -> bytes:
    """A customer's number as 32 bytes, whatever its length."""
    return sha256(role("customer") + customer.encode())


def customer_key(secret: bytes, day: bytes, customer: str) -> bytes:
    """The customer's key of a day (32 bytes), which the proof hands over and from which the secret cannot be told."""
    return hmac_sha256(secret, day + who(customer))


def seal(key: bytes, tree: Tree, part: int, customer: str) -> bytes:
    """What a leaf says of its customer (32 bytes): made again by whoever has key and number, opaque to all others."""
    return hmac_sha256(key, tree.context + u32(part) + who(customer))
