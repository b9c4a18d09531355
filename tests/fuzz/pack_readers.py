"""Packs and what is worked out of them: the folder itself, each of its tables, incidents, estates, quotes, overlays."""

import io
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl
from scratch import ROOT, begun, folders, kept, packed, placed, scratch, unpacked
from watching import Target

from hikiate.cli import closing, compensation, distribution
from hikiate.facts.example import example
from hikiate.facts.pack import Pack, read_pack
from hikiate.facts.raw import RawPack
from hikiate.facts.tables import TABLES
from hikiate.kernel.results import document, document_text
from hikiate.law.rulebooks import Library
from hikiate.operations.close import close
from hikiate.operations.compensate import compensate
from hikiate.operations.distribute import distribute
from hikiate.remedy.estate_reader import read_estate
from hikiate.remedy.incident_reader import read_incident
from hikiate.remedy.payees import read_payout_tables
from hikiate.risk.parameters import read_overrides
from hikiate.risk.quotes import read_quotes
from hikiate.storage import lawbooks
from hikiate.storage.incident_files import read_toml_file
from hikiate.storage.packs import open_pack, open_table
from hikiate.storage.results import KEPT, read_result
from hikiate.storage.risk_files import read_text_file


@cache
def laws() -> Library:
    """The shipped law, read once."""
    return lawbooks.library()


@cache
def transfers() -> Library:
    """The law of transfers, read once."""
    return lawbooks.transfer_regimes()


@cache
def estates() -> Library:
    """The law of estates, read once."""
    return lawbooks.regimes()


def read_and_close(folder: Path) -> None:
    """What `close` does, and how its result is told."""
    pack = read_pack(open_pack(folder), with_secrets=True)
    names = [name for name in pack.exchange.rulebooks if name in laws().rulebooks] or ["jp-psa"]
    result = close(pack, laws().choose(names))
    document_text(document(result)).encode()
    closing.rendered(result, "text", "ja").decode()
    closing.rendered(result, "html", "en").decode()


def a_pack(data: bytes) -> None:
    """A whole pack."""
    read_and_close(unpacked("pack", data))


def a_table(name: str, ending: str = "csv") -> Target:
    """A pack of one table beside a fixed `exchange.toml`."""

    def read(data: bytes) -> None:
        folder = scratch() / f"table-{name}"
        if not folder.exists():
            placed(f"table-{name}/exchange.toml", (ROOT / "tests/corpus/exchange.toml").read_bytes())
        (folder / f"{name}.{ending}").write_bytes(data)
        read_and_close(folder)

    def seeds() -> list[bytes]:
        found = [*kept(f"table-{name}"), *example_tables().get(name, ())]
        return found if ending == "csv" else [*kept("parquet"), *map(as_parquet, found)]

    return Target(f"table {name}" if ending == "csv" else ending, "csv" if ending == "csv" else "bytes", read, seeds, 2)


@cache
def example_tables() -> dict[str, list[bytes]]:
    """The tables of small examples, whose assets are those of the fixed `exchange.toml`."""
    made: dict[str, list[bytes]] = {}
    for conduct in ("kept", "broken"):
        for name, table in example(3, 1, trades=4, conduct=conduct).tables.items():
            made.setdefault(name, []).append(table.head(8).collect().cast(pl.String).write_csv().encode())
    return made


def as_parquet(data: bytes) -> bytes:
    """A CSV as Parquet of text."""
    written = io.BytesIO()
    pl.read_csv(data, infer_schema=False).write_parquet(written)
    return written.getvalue()


@cache
def _base() -> tuple[RawPack, Pack, Path]:
    """A pack of every table, opened once; what is laid beside it is what is tried."""
    folder = scratch() / "base"
    folder.mkdir()
    for path in (ROOT / "tests/cli/packs/in_breach").iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    raw = open_pack(folder)
    return raw, read_pack(raw), folder


def an_incident(data: bytes) -> None:
    """What `compensate` does before it writes."""
    raw, pack, _ = _base()
    path = placed("beside/incident.toml", data)
    incident = read_incident(read_toml_file(path, compensation._WANTED), path.name, pack.exchange)
    beside = compensation._beside(path, incident, pack.exchange, None)
    compensate(pack, raw, incident, beside, compensation._rulebooks(pack, incident))


def an_estate(data: bytes) -> None:
    """What `distribute` does before it writes."""
    raw, pack, _ = _base()
    path = placed("beside/estate.toml", data)
    estate = read_estate(read_toml_file(path, distribution._WANTED), path.name, pack.exchange)
    beside = distribution.beside_of(path, estate, pack.exchange, None)
    distribute(pack, raw, estate, beside, estates().rulebooks[estate.regime], with_methods=True)


def quotes(data: bytes) -> None:
    """What `mix --quotes` reads."""
    path = placed("quotes.toml", data)
    read_quotes(read_text_file(path, "quotes", "見積り"), path.name, 0)


def overrides(data: bytes) -> None:
    """What `stress --overrides` reads."""
    path = placed("overrides.toml", data)
    read_overrides(read_text_file(path, "overrides", "上書き"), path.name)


def an_overlay(data: bytes) -> None:
    """What `--overlay` lays over the law, as of a day."""
    book = lawbooks._overlaid(laws(), [placed("overlay.toml", data)])
    for name in ("jp-psa", "jp-2026-reported"):
        book.choose([name])[0].on(date(2026, 11, 20))


def a_transfer_overlay(data: bytes) -> None:
    """The same, of transfers."""
    lawbooks._overlaid(transfers(), [placed("overlay.toml", data)])


def payees(data: bytes) -> None:
    """The tables `payees` and `destinations`, as an incident names them."""
    from hikiate.remedy.payees import DESTINATIONS, PAYEES  # noqa: PLC0415 - named where they are used

    folder, (_, pack, _) = unpacked("payees", data), _base()
    first, second = (
        open_table(folder / name, spec) if (folder / name).is_file() else None
        for name, spec in (("payees.csv", PAYEES), ("destinations.csv", DESTINATIONS))
    )
    read_payout_tables(first, second, pack.exchange)


def a_result(data: bytes) -> None:
    """What `report`, `explain` and `--previous` read."""
    result = read_result(placed("close.json", data), KEPT)
    if result.schema == "hikiate/close/1":
        closing.rendered(result, "text", "ja")
        closing.rendered(result, "html", "en")
    document_text(document(result)).encode()


def whole_packs() -> list[bytes]:
    """Packs of the tests, each as one input."""
    return [packed(ROOT / "tests/cli/packs" / name) for name in ("in_breach", "in_order")]


TARGETS = [
    Target("pack", "files", a_pack, lambda: [*folders("pack", "tests/errors/*/pack")(), *whole_packs()], 4),
    *(a_table(name) for name in TABLES),
    a_table("prices", "parquet"),
    Target(
        "incident", "toml", an_incident, begun("incident", "tests/errors/*/incident.toml", "tests/cli/packs/*.toml"), 4
    ),
    Target(
        "estate",
        "toml",
        an_estate,
        begun("estate", "src/hikiate/remedy/estates/*.toml", "tests/errors/*/estate.toml"),
        6,
    ),
    Target("quotes", "toml", quotes, begun("quotes"), 10),
    Target("overrides", "toml", overrides, begun("overrides"), 12),
    Target("overlay", "toml", an_overlay, begun("overlay"), 12),
    Target("transfer overlay", "toml", a_transfer_overlay, begun("overlay"), 8),
    Target("payees", "files", payees, folders("payees"), 2),
    Target("result", "json", a_result, begun("result"), 4),
]
