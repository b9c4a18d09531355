"""The sources of a workspace, `[[source]]` of its `hikiate.toml`, each read by its kind; every fault at once."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from hikiate.facts import faults
from hikiate.facts.toml_entries import Entry
from hikiate.kernel.findings import Refused
from hikiate.storage.collectors.answers import Answer, Wanted
from hikiate.storage.collectors.bitcoin import BitcoinCoreSource, ElectrumSource
from hikiate.storage.collectors.evm import EvmSource
from hikiate.storage.collectors.json_rpc import Node
from hikiate.storage.collectors.markets import MarketSource
from hikiate.storage.collectors.papers import COLUMNS, BankSource, CustodianSource
from hikiate.storage.workspace.settings import LOOPBACK, Reader, is_safe

CONFIRMATIONS = 12
_PORTS = {True: 50002, False: 50001}


class Source(Protocol):
    """Where statements or prices are had."""

    @property
    def name(self) -> str:
        """Its name, under which it stands in the tables."""

    def ask(self, wanted: Wanted) -> Answer:
        """Everything it says; NoAnswer or Behind where that is nothing."""


def sources(tables: Sequence[Mapping[str, Any]], reader: Reader) -> list[Source]:
    """The sources of the settings, in their order; Refused with every fault."""
    read: list[Source] = []
    for number, table in enumerate(tables, start=1):
        kind = table.get("kind")
        if kind not in _KINDS:
            where = f"hikiate.toml source {number} key kind"
            reader.found.append(faults.NOT_A_CHOICE.at(where, value=kind or "-", choices=", ".join(_KINDS)))
            continue
        required, optional, make = _KINDS[kind]
        entry = reader.entry(f"source {number}", table, ("kind", "name", *required), optional)
        if entry.text("name") in {source.name for source in read}:
            entry.wrong("name", entry.text("name"), "a name of its own", "重複しない名前")
        read.append(make(entry, reader))
    if reader.found:
        raise Refused(reader.found)
    return read


def _node(entry: Entry, reader: Reader) -> Node:
    address = reader.secret(entry, "url", own=True)
    password = reader.secret(entry, "password")
    url = address.read().decode() if address else ""
    if not is_safe(url):
        entry.wrong(
            "url", "-", "an https address, or one on this machine", "https のアドレス、または同一機器のアドレス"
        )
    return Node(url, entry.text("user"), password.read() if password else b"")


def _names(entry: Entry, key: str) -> dict[str, str]:
    value = entry.entry.get(key, {})
    if isinstance(value, dict) and all(isinstance(one, str) for one in value.values()):
        return dict(value)
    entry.wrong(key, value, f"a table [source.{key}] of words", f"[source.{key}] の節（値は文字列）")
    return {}


def _evm(entry: Entry, reader: Reader) -> Source:
    confirmations = entry.count("confirmations") if "confirmations" in entry.entry else CONFIRMATIONS
    node, chain = _node(entry, reader), entry.count("chain_id")
    return EvmSource(entry.text("name"), node, chain, confirmations, _names(entry, "assets"))


def _bitcoin_core(entry: Entry, reader: Reader) -> Source:
    return BitcoinCoreSource(entry.text("name"), _node(entry, reader), entry.text("asset") or "BTC")


def _electrum(entry: Entry, _reader: Reader) -> Source:
    host, plain = entry.text("host"), entry.switch("plain")
    if plain and host not in LOOPBACK:
        entry.wrong("plain", plain, "false, but on this machine", "false（同一機器を除く）")
    port = entry.count("port") or _PORTS[not plain]
    return ElectrumSource(entry.text("name"), host, port, not plain, entry.text("asset") or "BTC")


def _custodian(entry: Entry, reader: Reader) -> Source:
    columns = _names(entry, "columns")
    for column in sorted(set(columns) - set(COLUMNS)):
        entry.wrong("columns", column, ", ".join(COLUMNS), ", ".join(COLUMNS))
    folder, file = reader.folder, entry.text("file")
    return CustodianSource(entry.text("name"), folder, file, columns, _names(entry, "holdings"))


def _bank(entry: Entry, reader: Reader) -> Source:
    return BankSource(entry.text("name"), reader.folder, entry.text("file"), _names(entry, "accounts"))


def _market(entry: Entry, _reader: Reader) -> Source:
    return MarketSource(entry.text("name"), entry.text("exchange"), entry.names("markets"))


_Made = tuple[tuple[str, ...], tuple[str, ...], Callable[[Entry, Reader], Source]]
_NODE = ("url", "url_env", "url_file", "user", "password_env", "password_file")
_KINDS: dict[str, _Made] = {
    "evm": (("chain_id", "assets"), (*_NODE, "confirmations"), _evm),
    "bitcoin-core": ((), (*_NODE, "asset"), _bitcoin_core),
    "electrum": (("host",), ("port", "plain", "asset"), _electrum),
    "custodian-csv": (("file",), ("columns", "holdings"), _custodian),
    "camt": (("file", "accounts"), (), _bank),
    "ccxt": (("exchange", "markets"), (), _market),
}
"""Each kind of source: the keys that it needs, those that it may have, and how it is made."""
