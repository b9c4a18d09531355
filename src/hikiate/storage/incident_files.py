"""An incident on the disk: its TOML file, and the tables and lists that it names, which stand beside it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from hikiate.facts import faults
from hikiate.facts.columns import TableSpec
from hikiate.facts.raw import RawTable
from hikiate.kernel.digests import digest, sha256, stream_digest
from hikiate.kernel.findings import Finding, Refused
from hikiate.kernel.wording import Term
from hikiate.storage.packs import open_table

_DOMAIN = "incident/1"


def read_toml_file(path: Path, wanted: Term) -> str:
    """The text of a TOML file; Refused where there is none, or it is no UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as error:
        raise Refused([_absent(path, wanted)]) from error
    except UnicodeDecodeError as error:
        raise Refused([faults.NOT_UTF8.at(path.name, value=f"0x{error.object[error.start]:02x}")]) from error


@dataclass(frozen=True, slots=True)
class FilesBeside:
    """The files beside an incident: tables opened, other files read whole, all by the names that the incident uses."""

    tables: Mapping[str, RawTable]
    contents: Mapping[str, bytes]
    digest: str


def open_beside(path: Path, tables: Mapping[str, TableSpec], contents: Iterable[str]) -> FilesBeside:
    """Open the tables and other files that the incident or estate at `path` names; Refused with all that do not open.

    The digest is over that file and all of them: another list makes another determination.
    """
    opened: dict[str, RawTable] = {}
    read: dict[str, bytes] = {}
    found: list[Finding] = []
    digests = [path.name, sha256(path.read_bytes()).hex()]
    for name in sorted({*tables, *contents}):
        file = path.parent / name
        if not file.is_file():
            found.append(_absent(file, Term(f"a file beside {path.name}", f"{path.name} と同じ場所にあるファイル")))
            continue
        try:
            if name in tables:
                opened[name] = open_table(file, tables[name])
            else:
                read[name] = file.read_bytes()
        except Refused as refused:
            found += refused.faults
            continue
        with file.open("rb") as stream:
            digests += [name, stream_digest(stream)]
    if found:
        raise Refused(found)
    return FilesBeside(opened, read, digest(_DOMAIN, digests))


def _absent(path: Path, wanted: Term) -> Finding:
    return faults.NO_FILE.at(
        path.name,
        wanted=wanted.en,
        wanted_ja=wanted.ja,
        do="name a file that is there",
        do_ja="存在するファイルを指定してください",
    )
