"""Control of addresses: every scheme against another implementation's signatures, and what a message must name."""

import base64
import csv
import hashlib
import subprocess
import sys
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from btclib.b32 import address_from_witness
from btclib.base58 import encode as base58_encode
from coincurve import PrivateKey
from Crypto.Hash import RIPEMD160

from hikiate.facts.tables import Ownership
from hikiate.proofs.ownership.curves import keccak256, recovered_address
from hikiate.proofs.ownership.signatures import Scheme, is_signed, schemes_of
from hikiate.proofs.ownership.verdicts import TEXT_MAX, controls, judged

DAY = date(2026, 9, 18)
CURVE = PrivateKey(b"\x11" * 32)
EVM = "0x19E7E376E7C213B7E7e7e46cc70A5dD086DAff2A"
KEY_HASH = RIPEMD160.new(hashlib.sha256(CURVE.public_key.format()).digest()).digest()
SCRIPT_HASH = RIPEMD160.new(hashlib.sha256(b"\x00\x14" + KEY_HASH).digest()).digest()


def base58(payload: bytes) -> str:
    """Base58 with its checksum."""
    encoded: str | bytes = base58_encode(payload)
    return encoded.decode() if isinstance(encoded, bytes) else encoded


TRON = base58(b"\x41" + bytes.fromhex(EVM[2:]))
LEGACY, NESTED = base58(b"\x00" + KEY_HASH), base58(b"\x05" + SCRIPT_HASH)
SEGWIT = str(address_from_witness(0, KEY_HASH))

# Published with BIP-322: the message "Hello World" and its simple signature by a p2wpkh address.
BIP322_ADDRESS = "bc1q9vza2e8x573nczrlzms0wvx3gsqjx7vavgkx0l"
BIP322_SIGNATURE = (
    "AkcwRAIgZRfIY3p7/DoVTty6YZbWS71bc5Vct9p9Fia83eRmw2QCICK/ENGfwLtptFluMGs2KsqoNSk89pO7F29zJLUx9a/sASECx/"
    "EgAxlkQpQ9hYjgGu6EBCPMVPwVIVJqO4XCsMvViHI="
)


def message_for(exchange: str, day: date, address: str) -> str:
    """The message that the how-to asks for: three lines that a person can read in a wallet."""
    return f"{exchange}\n{day.isoformat()}\n{address}"


SIGN = """
import sys
from eth_account import Account
from eth_account.messages import encode_defunct
sys.stdout.write(bytes(Account.sign_message(encode_defunct(text=sys.argv[1]), "0x" + "11" * 32).signature).hex())
"""


@cache
def in_ethereum(message: str) -> str:
    """Signed as a wallet of Ethereum signs; in a process of its own: the library lifts the recursion limit."""
    run = subprocess.run([sys.executable, "-c", SIGN, message], capture_output=True, text=True, check=True)
    return f"0x{run.stdout}"


def over(digest: bytes) -> str:
    """The signature of a digest, hex without 0x."""
    return CURVE.sign_recoverable(digest, hasher=None).hex()


def compact(message: str, header: int = 31) -> str:
    """Bitcoin Signed Message: the header tells the form of the address, and which of the keys is recovered."""
    text = message.encode()
    size = bytes([len(text)]) if len(text) < 253 else b"\xfd" + len(text).to_bytes(2, "little")
    inner = hashlib.sha256(b"\x18Bitcoin Signed Message:\n" + size + text).digest()
    made = CURVE.sign_recoverable(hashlib.sha256(inner).digest(), hasher=None)
    return base64.b64encode(bytes([header + made[-1]]) + made[:-1]).decode()


def signed(scheme: Scheme, message: str) -> tuple[str, str]:
    """An address and its signature of a message."""
    text = message.encode()
    match scheme:
        case "eip191":
            return EVM, in_ethereum(message)
        case "keccak":
            return EVM, over(keccak256(text))
        case "tron":
            return TRON, over(keccak256(b"\x19TRON Signed Message:\n" + str(len(text)).encode() + text))
        case "bitcoin":
            return LEGACY, compact(message)
        case "bip322":
            return BIP322_ADDRESS, BIP322_SIGNATURE


def row(address: str, message: str, signature: str, scheme: str | None = None) -> Ownership:
    """A row of the table."""
    return Ownership(2, address, scheme, message, signature)


@pytest.mark.parametrize("scheme", ["eip191", "keccak", "tron", "bitcoin"])
def test_a_message_of_exchange_day_and_address_proves(scheme: Scheme) -> None:
    """In the scheme that the table names, and in the one that the address's form tells."""
    address, _ = signed(scheme, "")
    message = message_for("見本取引所", DAY, address)
    _, signature = signed(scheme, message)
    for named in (scheme, None):
        verdict = judged(row(address, message, signature, named), "見本取引所", DAY)
        assert (verdict.standing, verdict.scheme) == ("proven", scheme), verdict.reason


def test_bip322_takes_its_own_published_vector() -> None:
    """And no other message with it."""
    assert is_signed("bip322", BIP322_ADDRESS, "Hello World", BIP322_SIGNATURE)
    assert not is_signed("bip322", BIP322_ADDRESS, "Hello World!", BIP322_SIGNATURE)
    assert judged(row(BIP322_ADDRESS, "Hello World", BIP322_SIGNATURE), "E", DAY).standing == "unproven"


@pytest.mark.parametrize(("address", "header"), [(LEGACY, 31), (NESTED, 35), (SEGWIT, 39)])
def test_a_compact_signature_proves_each_form_of_address(address: str, header: int) -> None:
    """Legacy, segwit inside a script, and segwit, with the headers that wallets write."""
    message = message_for("E", DAY, address)
    assert judged(row(address, message, compact(message, header), "bitcoin"), "E", DAY).standing == "proven"


@pytest.mark.parametrize("rest", [b"32" + b"hello", b"32" + keccak256(b"hello")])
def test_tron_takes_the_forms_that_stand_in_the_wild(rest: bytes) -> None:
    """With 32 whatever the length, before the message or before its digest; and the bare digest."""
    assert is_signed("tron", TRON, "hello", over(keccak256(b"\x19TRON Signed Message:\n" + rest)))
    assert is_signed("tron", TRON, "hello", "0x" + over(keccak256(b"hello")))


@pytest.mark.parametrize("scheme", ["eip191", "keccak", "tron", "bitcoin"])
def test_a_signature_changed_in_any_byte_is_refuted(scheme: Scheme) -> None:
    """No byte of it may be another."""
    address, _ = signed(scheme, "")
    message = message_for("E", DAY, address)
    _, signature = signed(scheme, message)
    for place in range(2, len(signature), 7):
        other = "1" if signature[place] != "1" else "2"
        changed = signature[:place] + other + signature[place + 1 :]
        assert judged(row(address, message, changed), "E", DAY).standing == "refuted", place


@pytest.mark.parametrize(
    ("exchange", "day", "lacking"),
    [("Other", DAY, "the exchange"), ("E", date(2026, 9, 19), "the day"), ("Exchang", DAY, "the exchange")],
)
def test_a_message_for_another_exchange_or_day_proves_nothing(exchange: str, day: date, lacking: str) -> None:
    """The same coins cannot be shown twice; a name inside a longer word is not that name."""
    message = message_for("E", DAY, EVM)
    verdict = judged(row(EVM, message, in_ethereum(message)), exchange, day)
    assert (verdict.standing, verdict.scheme) == ("unproven", "eip191")
    assert lacking in verdict.reason.en


def test_a_message_must_name_the_address_in_whatever_capitals_its_chain_allows() -> None:
    """Hex addresses are the same in small letters."""
    message = message_for("E", DAY, EVM.lower())
    assert judged(row(EVM, message, in_ethereum(message)), "E", DAY).standing == "proven"
    without = "E 2026-09-18"
    assert judged(row(EVM, without, in_ethereum(without)), "E", DAY).standing == "unproven"


@pytest.mark.parametrize(
    ("address", "signature", "standing"),
    [
        ("J4AEINCSSLDA7LNBNWM4ZXFCTLTOZT5LG3F5BLMFPJYGFWVCMU37EZI2AM", "OY7V", "unproven"),
        ("0x12", "0x12", "unproven"),
        ("Tnothing", "x", "unproven"),
        (EVM, "", "refuted"),
        (EVM, "0xzz", "refuted"),
        (EVM, "00" * 65, "refuted"),
        (EVM, "11" * 64 + "05", "refuted"),
        (EVM, "0x" + "1" * TEXT_MAX, "unproven"),
        (LEGACY, "not base64!", "refuted"),
        (LEGACY, "AAAA", "refuted"),
        ("1nothing", "AAAA", "refuted"),
        ("bc1qnothing", "AAAA", "refuted"),
    ],
)
def test_what_is_no_signature_proves_nothing(address: str, signature: str, standing: str) -> None:
    """Without an error, however it is written."""
    assert judged(row(address, "m", signature), "E", DAY).standing == standing


def test_one_proof_of_an_address_is_enough_and_a_refutation_outweighs_silence() -> None:
    """Whatever the order of the rows."""
    message = message_for("E", DAY, EVM)
    proof, bad = row(EVM, message, in_ethereum(message)), row(EVM, message, "00")
    silent = row(EVM, "m", in_ethereum("m"))
    for rows, standing in (([bad, proof], "proven"), ([proof, bad], "proven"), ([silent, bad], "refuted")):
        assert controls(rows, "E", DAY)[EVM].standing == standing


def test_the_forms_of_addresses_tell_their_schemes() -> None:
    """And a key is recovered only from 65 bytes."""
    assert schemes_of(EVM) == ("eip191", "keccak")
    assert schemes_of(TRON) == ("tron",)
    assert schemes_of(LEGACY) == ("bip322", "bitcoin")
    assert recovered_address(bytes(32), bytes(64)) is None


@pytest.mark.shared_data
def test_the_signatures_of_a_real_exchange_are_verified_and_none_proves_a_day(real_data: Path) -> None:
    """Each is its address's, in one scheme or another; none names exchange and day, so none proves control of a day."""
    with (real_data / "reserve_addresses" / "huobi_htx_por_addresses.csv").open(encoding="utf-8") as stream:
        rows = [
            row(r["address"], r["message"], r["signature"])
            for r in csv.DictReader(stream)
            if len(r["signature"] or "") > 1
        ]
    verdicts = [judged(one, "HTX", DAY) for one in rows]
    assert Counter(verdict.standing for verdict in verdicts) == {"unproven": len(rows)}
    schemes = Counter(verdict.scheme for verdict in verdicts)
    assert min(schemes[scheme] for scheme in ("bitcoin", "eip191", "keccak", "tron")) > 100
    assert schemes[None] == sum(not schemes_of(one.address) for one in rows)
