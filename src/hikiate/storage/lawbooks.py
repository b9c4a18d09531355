"""The library of law that ships in the package, read from its TOML records, and overlays read from a user's files."""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from hikiate.kernel.findings import Finding, Refused
from hikiate.kernel.wording import Term
from hikiate.law.overlays import OVERLAY, overlaid
from hikiate.law.provisions import malformed
from hikiate.law.rulebooks import Library, read_library


def library(overlays: Iterable[Path] = ()) -> Library:
    """The shipped library with these overlays laid over it in order; Refused with the faults of all of them."""
    return _overlaid(_shipped("", "rulebooks"), overlays)


def regimes() -> Library:
    """The regimes under which an estate is distributed, as rulebooks of their own: a daily close asks none of them."""
    return _shipped("estates", "regimes")


def transfer_regimes(overlays: Iterable[Path] = ()) -> Library:
    """The law of transfers by jurisdiction, as rulebooks of their own, with overlays as above."""
    return _overlaid(_shipped("transfers", "regimes"), overlays)


@cache
def _shipped(part: str, rulebooks: str) -> Library:
    """A part of the law in the package, which stays as it is while a process runs: read once."""
    law = files("hikiate.law") / part
    return read_library(dict(_texts(law / "provisions", "")), dict(_texts(law / rulebooks, "")))


def _overlaid(read: Library, overlays: Iterable[Path]) -> Library:
    faults: list[Finding] = []
    for overlay in overlays:
        try:
            read = overlaid(read, overlay.name, _text(overlay))
        except Refused as refused:
            faults += refused.faults
    if faults:
        raise Refused(faults)
    return read


def _text(overlay: Path) -> str:
    try:
        return overlay.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise Refused([malformed(str(overlay), Term("not there", "ありません"), OVERLAY)]) from error
    except (OSError, UnicodeDecodeError) as error:
        found = Term(f"not read: {error}", f"読み取れません: {error}")
        raise Refused([malformed(str(overlay), found, OVERLAY)]) from error


def _texts(folder: Traversable, prefix: str) -> Iterable[tuple[str, str]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _texts(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(".toml"):
            yield prefix + entry.name.removesuffix(".toml"), entry.read_text(encoding="utf-8")
