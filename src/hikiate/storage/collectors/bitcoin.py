"""Balances on Bitcoin, from a Bitcoin Core node (`scantxoutset`) or from an Electrum server.

Both answer for the tip of their chain and for no earlier moment, so they are asked when the day's snapshot is taken:
the statement bears the time of the tip's block. Only what is confirmed counts.
"""

import json
import re
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from btclib.exceptions import BTClibRuntimeError, BTClibTypeError, BTClibValueError
from btclib.script.script_pub_key import ScriptPubKey

from hikiate.kernel.amounts import amount_text, minor_units
from hikiate.kernel.digests import sha256
from hikiate.storage.collectors.answers import Answer, Behind, NoAnswer, Stated, Wanted
from hikiate.storage.collectors.json_rpc import BYTES_MAX, SECONDS, Node, read_json

SCALE = 8
BEHIND_MAX = timedelta(hours=3)
"""How long before the snapshot the tip may have been found; blocks are sometimes an hour apart, and rarely two."""

_TIME_IN_HEADER = slice(68, 72)
_HEADER_BYTES = 80
_AMOUNT = re.compile(r"[0-9]{1,8}(?:\.[0-9]{1,8})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class BitcoinCoreSource:
    """A node of Bitcoin Core."""

    name: str
    node: Node
    asset: str

    def ask(self, wanted: Wanted) -> Answer:
        """The confirmed balances at the tip."""
        stated = []
        for (holding, asset), addresses in wanted.addresses.items():
            if asset != self.asset:
                continue
            found = self.node.call("scantxoutset", "start", [f"addr({address})" for address in addresses])
            if not isinstance(found, Mapping) or found.get("success") is not True:
                raise NoAnswer("no scan")
            amount = str(found.get("total_amount"))
            if not _AMOUNT.fullmatch(amount):
                raise NoAnswer("an amount that is none")
            header = self.node.call("getblockheader", found.get("bestblock"))
            at = _tip(wanted, _seconds(header.get("time") if isinstance(header, Mapping) else None))
            text = amount_text(minor_units(amount, SCALE), SCALE)
            stated.append(Stated(holding, asset, text, at, f"{self.name}@{found.get('height')}"))
        return Answer(tuple(stated))


@dataclass(frozen=True, slots=True)
class ElectrumSource:
    """An Electrum server; `secure` is TLS with a certificate that this machine trusts."""

    name: str
    host: str
    port: int
    secure: bool
    asset: str

    def ask(self, wanted: Wanted) -> Answer:
        """The confirmed balances at the tip."""
        places = {place: addresses for place, addresses in wanted.addresses.items() if place[1] == self.asset}
        try:
            with socket.create_connection((self.host, self.port), SECONDS) as plain:
                if not self.secure:
                    return self._asked(plain, wanted, places)
                with ssl.create_default_context().wrap_socket(plain, server_hostname=self.host) as secured:
                    return self._asked(secured, wanted, places)
        except OSError as error:
            raise NoAnswer(str(error.strerror or type(error).__name__)) from None

    def _asked(
        self, connection: socket.socket, wanted: Wanted, places: Mapping[tuple[str, str], tuple[str, ...]]
    ) -> Answer:
        session = _Session(connection)
        session.call("server.version", "hikiate", "1.4")
        before = session.call("blockchain.headers.subscribe")
        at = _tip(wanted, _header_seconds(before))
        stated = []
        for (holding, asset), addresses in places.items():
            found = [session.call("blockchain.scripthash.get_balance", script_hash(one)) for one in addresses]
            total = sum(_confirmed(one) for one in found)
            stated.append(Stated(holding, asset, amount_text(total, SCALE), at, f"{self.name}@{before.get('height')}"))
        return Answer(tuple(stated))


class _Session:
    """Calls over one connection, one line each way; what the server tells unasked is passed over."""

    def __init__(self, connection: socket.socket) -> None:
        self.stream, self.number = connection.makefile("rwb"), 0

    def call(self, method: str, *parameters: object) -> Any:  # noqa: ANN401 - whatever the method answers
        self.number += 1
        asked = {"jsonrpc": "2.0", "id": self.number, "method": method, "params": parameters}
        self.stream.write(json.dumps(asked).encode() + b"\n")
        self.stream.flush()
        while line := self.stream.readline(BYTES_MAX):
            answer = read_json(line)
            if isinstance(answer, Mapping) and answer.get("id") == self.number:
                if answer.get("error") is not None or "result" not in answer:
                    raise NoAnswer("an error")
                return answer["result"]
        raise NoAnswer("the connection was closed")


def script_hash(address: str) -> str:
    """How Electrum's protocol names an address: the digest of its script, bytes reversed; NoAnswer for no address."""
    try:
        script = ScriptPubKey.from_address(address).script
    except (BTClibValueError, BTClibTypeError, BTClibRuntimeError):
        raise NoAnswer("an address that is none") from None
    return sha256(script)[::-1].hex()


def _header_seconds(tip: object) -> int:
    try:
        header = bytes.fromhex(str(tip["hex"])) if isinstance(tip, Mapping) else b""
    except (ValueError, KeyError):
        header = b""
    if len(header) != _HEADER_BYTES:
        raise NoAnswer("no header of a block")
    return int.from_bytes(header[_TIME_IN_HEADER], "little")


def _confirmed(balance: object) -> int:
    confirmed = balance.get("confirmed") if isinstance(balance, Mapping) else None
    if not isinstance(confirmed, int) or isinstance(confirmed, bool) or confirmed < 0:
        raise NoAnswer("a balance that is none")
    return confirmed


def _seconds(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise NoAnswer("no time of a block")
    return value


def _tip(wanted: Wanted, seconds: int) -> str:
    """The time of the tip on the snapshot's clock; Behind where it is long before, and no answer where it is after."""
    at = datetime.fromtimestamp(seconds, UTC)
    if at > wanted.at:
        raise NoAnswer(f"its tip is of {at.isoformat()}, after the snapshot; collect when the snapshot is taken")
    if at < wanted.at - BEHIND_MAX:
        raise Behind(at.isoformat())
    return at.astimezone(wanted.at.tzinfo).isoformat()
