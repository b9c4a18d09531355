"""One customer's proof of a day: lines, each with the siblings on its way up (schema hikiate/proof/1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from hikiate.kernel.amounts import MINOR_UNITS_MAX
from hikiate.kernel.wording import Term
from hikiate.proofs.documents import Reading, strict_json
from hikiate.proofs.root import DEPTH_MAX
from hikiate.proofs.tree import LEDGERS, Ledger, Node

SCHEMA = "hikiate/proof/1"

PARTS_MAX = 2**31 - 1

_KEYS = ("schema", "exchange", "as_of", "day_root", "customer", "key", "lines")
_LINE_KEYS = ("asset", "ledger", "part", "amount", "position", "path")
_STEP_PARTS = 2


@dataclass(frozen=True, slots=True)
class Line:
    """One leaf of the customer's: an amount (decimal text in units of the asset) and the siblings from height 0 up."""

    asset: str
    ledger: Ledger
    part: int
    amount: str
    position: int
    path: tuple[Node, ...]

    @property
    def order(self) -> tuple[bytes, int, int]:
        """Where the line stands among others."""
        return self.asset.encode(), LEDGERS.index(self.ledger), self.part


@dataclass(frozen=True, slots=True)
class Proof:
    """A customer's proof: `key` is the customer's key of the day (32 bytes), `lines` stand in the format's order."""

    exchange: str
    as_of: str
    day_root: str
    customer: str
    key: bytes
    lines: tuple[Line, ...]


def document(proof: Proof) -> dict[str, Any]:
    """The proof as it is handed out."""
    return {
        "schema": SCHEMA,
        "exchange": proof.exchange,
        "as_of": proof.as_of,
        "day_root": proof.day_root,
        "customer": proof.customer,
        "key": proof.key.hex(),
        "lines": [
            {
                "asset": line.asset,
                "ledger": line.ledger,
                "part": str(line.part),
                "amount": line.amount,
                "position": str(line.position),
                "path": [[node.hash.hex(), str(node.sum)] for node in line.path],
            }
            for line in proof.lines
        ],
    }


def read_proof(content: bytes, file: str) -> Proof:
    """A proof from the bytes of its file; Refused with everything that is wrong with it."""
    reading = Reading(file)
    read_json = strict_json(content, file)
    reading.schema(read_json, SCHEMA)
    plain = reading.record(read_json, "", _KEYS)
    read = Proof(
        exchange=reading.text(plain["exchange"], "exchange"),
        as_of=reading.text(plain["as_of"], "as_of"),
        day_root=reading.digest(plain["day_root"], "day_root"),
        customer=reading.text(plain["customer"], "customer"),
        key=bytes.fromhex(reading.digest(plain["key"], "key")),
        lines=tuple(
            _read_line(reading, line, f"lines.{index}")
            for index, line in enumerate(reading.array(plain["lines"], "lines"))
        ),
    )
    reading.refuse()
    return read


def _read_line(reading: Reading, plain: object, where: str) -> Line:
    values: Mapping[str, Any] = reading.record(plain, where, _LINE_KEYS)
    path = reading.array(values["path"], f"{where}.path")
    if len(path) > DEPTH_MAX:
        reading.wrong(f"{where}.path", f"{len(path)}", Term(f"at most {DEPTH_MAX} steps", f"{DEPTH_MAX} 段以内"))
        path = []
    return Line(
        asset=reading.text(values["asset"], f"{where}.asset"),
        ledger=cast("Ledger", reading.choice(values["ledger"], f"{where}.ledger", LEDGERS)),
        part=reading.number_text(values["part"], f"{where}.part", PARTS_MAX),
        amount=reading.decimal(values["amount"], f"{where}.amount"),
        position=reading.number_text(values["position"], f"{where}.position", 2**DEPTH_MAX - 1),
        path=tuple(_read_step(reading, step, f"{where}.path.{height}") for height, step in enumerate(path)),
    )


def _read_step(reading: Reading, plain: object, where: str) -> Node:
    parts: Sequence[Any] = plain if isinstance(plain, list) and len(plain) == _STEP_PARTS else [None, None]
    return Node(
        bytes.fromhex(reading.digest(parts[0], f"{where}.0")),
        reading.number_text(parts[1], f"{where}.1", MINOR_UNITS_MAX),
    )
