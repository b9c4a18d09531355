"""Checksums in columns: they clear what the libraries clear of the common forms, and nothing that those refuse."""

import polars as pl
from btclib import b32, base58
from Crypto.Hash import keccak
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hikiate.remedy.payouts import addresses as one_by_one
from hikiate.remedy.payouts.checksums import base58_sound, bech32_sound, hex_sound

BITCOIN = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
accounts = st.binary(min_size=20, max_size=20)


def capitals(digits: str) -> str:
    """An Ethereum address with its checksum, by the words of ERC-55."""
    digest = keccak.new(digest_bits=256, data=digits.encode()).hexdigest()
    return "0x" + "".join(
        letter.upper() if int(high, 16) >= 8 else letter for letter, high in zip(digits, digest, strict=False)
    )


@given(st.lists(st.tuples(st.sampled_from([0x00, 0x05, 0x30]), accounts), min_size=1, max_size=20))
def test_base58_addresses_are_cleared_by_version(made: list[tuple[int, bytes]]) -> None:
    """Also accounts that begin with zero bytes, which stand as ones."""
    addresses = pl.Series([base58.encode(bytes([version]) + account).decode() for version, account in made])
    assert base58_sound(addresses, BITCOIN, (0x00, 0x05)).to_list() == [version != 0x30 for version, _ in made]


@given(st.lists(accounts | st.binary(min_size=32, max_size=32), min_size=1, max_size=20))
def test_witness_addresses_are_cleared(programs: list[bytes]) -> None:
    """Version 0 of 20 and of 32 bytes, version 1 of 32 bytes; another network's are left to the library."""
    old = pl.Series([b32.address_from_witness(0, program, "mainnet") for program in programs])
    assert bech32_sound(old).all()
    long = [program for program in programs if len(program) == 32]
    new = pl.Series([b32.address_from_witness(1, program, "mainnet") for program in long], dtype=pl.String)
    assert bech32_sound(new).all()
    tests = pl.Series([b32.address_from_witness(0, program, "testnet") for program in programs])
    assert not bech32_sound(tests).any()


@given(st.lists(st.text("0123456789abcdef", min_size=40, max_size=40), min_size=1, max_size=20))
def test_addresses_with_capitals_are_cleared(digits: list[str]) -> None:
    """By the Keccak of another library; and those in one case, which carry no checksum."""
    assert hex_sound(pl.Series([capitals(one) for one in digits])).all()
    assert hex_sound(pl.Series([f"0x{one.upper()}" for one in digits] + [f"0x{one}" for one in digits])).all()


letters = st.text("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ", min_size=1, max_size=64)


@settings(max_examples=300)
@given(
    st.sampled_from(["base58", "bech32", "capitals"]),
    accounts,
    st.integers(0, 61),
    st.characters(codec="ascii"),
    letters,
)
@example("capitals", bytes(20), 2, "A", "0")
def test_nothing_is_cleared_that_a_library_refuses(
    form: str, account: bytes, place: int, letter: str, other: str
) -> None:
    """A letter changed anywhere, or any text at all: what the columns clear, one by one is sound too."""
    made = {
        "base58": base58.encode(b"\0" + account).decode(),
        "bech32": b32.address_from_witness(0, account, "mainnet"),
        "capitals": capitals(account.hex()),
    }[form]
    for text in (made[:place] + letter + made[place + 1 :], other):
        column = pl.Series([text])
        cleared_as_bitcoin = base58_sound(column, BITCOIN, (0x00, 0x05)).item() or bech32_sound(column).item()
        assert not cleared_as_bitcoin or one_by_one._bitcoin(text)
        ether = pl.DataFrame({"asset": ["ETH"], "address": [text]})
        assert not hex_sound(column).item() or one_by_one.unsound_addresses(ether).is_empty()


def test_a_million_answers_stand_in_the_order_of_the_addresses() -> None:
    """Across lengths and across the pieces in which they are looked at."""
    sound = [base58.encode(bytes(21 - 3) + number.to_bytes(3, "big")).decode() for number in range(20_000)]
    wrong = [address[:-1] + ("1" if address[-1] != "1" else "2") for address in sound]
    mixed = pl.Series([address for pair in zip(sound, wrong, strict=True) for address in pair])
    assert base58_sound(mixed, BITCOIN, (0x00,)).to_list() == [True, False] * 20_000
