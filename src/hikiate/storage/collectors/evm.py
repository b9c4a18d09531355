"""Balances on Ethereum and its kin, by JSON-RPC at one block: the last one up to the moment that is asked about.

The block is found by its timestamp, and must be as deep below the newest as the settings want. Everything is asked of
it by its number, and its hash must be the same before and after, so that a reorganisation in between is noticed. The
decimals of a token are those that its contract says.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from hikiate.kernel.amounts import amount_text
from hikiate.storage.collectors.answers import Answer, Behind, NoAnswer, Stated, Wanted
from hikiate.storage.collectors.json_rpc import Node

NATIVE = "native"
NATIVE_DECIMALS = 18
_BALANCE_OF, _DECIMALS = "0x70a08231", "0x313ce567"
_QUANTITY = re.compile(r"0x[0-9a-fA-F]{1,64}", re.ASCII)
_DECIMALS_MAX = 36


@dataclass(frozen=True, slots=True)
class EvmSource:
    """A node, the chain that it must be of, how deep a block must lie, and each asset's contract or `native`."""

    name: str
    node: Node
    chain_id: int
    confirmations: int
    assets: Mapping[str, str]

    def ask(self, wanted: Wanted) -> Answer:
        """The balances of every address of its assets; NoAnswer or Behind where they cannot be had."""
        if _whole(self.node.call("eth_chainId")) != self.chain_id:
            raise NoAnswer(f"another chain than {self.chain_id}")
        block = self._block(int(wanted.at.timestamp()))
        number, at = str(block["number"]), datetime.fromtimestamp(_whole(block["timestamp"]), UTC)
        as_of = at.astimezone(wanted.at.tzinfo).isoformat()
        stated = []
        for asset, contract in self.assets.items():
            places = {place: addresses for place, addresses in wanted.addresses.items() if place[1] == asset}
            decimals = NATIVE_DECIMALS if contract == NATIVE else self._decimals(contract, number)
            for (holding, _), addresses in places.items():
                total = sum(map(_whole, self.node.calls([_balance(contract, one, number) for one in addresses])))
                text = amount_text(total, decimals)
                stated.append(Stated(holding, asset, text, as_of, f"{self.name}@{_whole(number)}"))
        if self.node.call("eth_getBlockByNumber", number, False)["hash"] != block["hash"]:  # noqa: FBT003 - the call's own form
            raise NoAnswer(f"block {_whole(number)} was replaced meanwhile")
        return Answer(tuple(stated))

    def _block(self, until: int) -> Mapping[str, Any]:
        """The last block up to a moment, found by halves; Behind where the chain has not come so far."""
        newest = self._at(self._height())
        if _whole(newest["timestamp"]) < until:
            raise Behind(datetime.fromtimestamp(_whole(newest["timestamp"]), UTC).isoformat())
        low, high = 0, _whole(newest["number"])
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if _whole(self._at(middle)["timestamp"]) <= until else (low, middle - 1)
        found = self._at(low)
        if _whole(found["timestamp"]) > until:
            raise NoAnswer("no block up to then")
        if _whole(newest["number"]) - low < self.confirmations:
            raise Behind(f"block {_whole(newest['number'])}")
        return found

    def _height(self) -> int:
        return _whole(self.node.call("eth_blockNumber"))

    def _at(self, number: int) -> Mapping[str, Any]:
        block = self.node.call("eth_getBlockByNumber", hex(number), False)  # noqa: FBT003 - as above
        if not isinstance(block, Mapping) or not {"number", "timestamp", "hash"} <= block.keys():
            raise NoAnswer(f"no block {number}")
        return block

    def _decimals(self, contract: str, number: str) -> int:
        decimals = _whole(self.node.call("eth_call", {"to": contract, "data": _DECIMALS}, number))
        if decimals > _DECIMALS_MAX:
            raise NoAnswer(f"a token of {decimals} decimals")
        return decimals


def _balance(contract: str, address: str, number: str) -> tuple[str, tuple[object, ...]]:
    if contract == NATIVE:
        return "eth_getBalance", (address, number)
    data = _BALANCE_OF + address.lower().removeprefix("0x").rjust(64, "0")
    return "eth_call", ({"to": contract, "data": data}, number)


def _whole(quantity: object) -> int:
    """A quantity as a node writes it; NoAnswer for anything else, such as the empty answer of no contract."""
    if not isinstance(quantity, str) or not _QUANTITY.fullmatch(quantity):
        raise NoAnswer("a quantity that is none")
    return int(quantity, 16)
