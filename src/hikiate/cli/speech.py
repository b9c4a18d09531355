"""What the command line says: results, faults as people read them, and progress on long work.

Results go to standard output; words about the work go to standard error, so that `--json` stays one document.
"""

import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby

from hikiate.cli.notation import as_typed
from hikiate.facts import faults
from hikiate.kernel.findings import Finding, Refused
from hikiate.kernel.results import finding_document
from hikiate.kernel.wording import Language, Words
from hikiate.proofs.faults import MORE_MALFORMED
from hikiate.reports.legible import legible

REFUSED_SCHEMA = "hikiate/refused/1"
EXIT_OUTSIDE = 3

_UNCOUNTED = {faults.MORE_FAULTS.code, MORE_MALFORMED.code}
_PLACE_JA = (
    (re.compile(r" row (\d+)"), r" \1 行目"),
    (re.compile(r" key (\S+)"), r" キー \1"),  # before columns, one of which is called key
    (re.compile(r" column (\S+)"), r" \1 列"),
    (re.compile(r" (policy|change|version) (\d+)"), r" \2 番目の \1"),
)


def say(text: str) -> None:
    """A line of words to a person, on standard error."""
    sys.stderr.write(text + "\n")


def put(text: str) -> None:
    """A result, on standard output."""
    put_bytes((text if text.endswith("\n") else text + "\n").encode())


def put_json(plain: object) -> None:
    """A result as one JSON document, on standard output."""
    put(json.dumps(plain, ensure_ascii=False, indent=1))


def put_bytes(content: bytes) -> None:
    """A result of bytes, on standard output, all of it and at once; ends the process where nobody reads any more."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # What is still buffered must go nowhere, or the interpreter complains of it on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(EXIT_OUTSIDE)


def say_refused(refused: Refused, spoken: Language, *, as_json: bool) -> None:
    """Every fault by its place; what is wanted and what to do once for all that share it, however many they are."""
    faults = as_typed(refused.faults)
    if as_json:
        put_json({"schema": REFUSED_SCHEMA, "faults": [finding_document(fault) for fault in faults]})
    say(_refused_line(faults, spoken))
    for _, group in groupby(_gathered(faults, spoken), key=lambda fault: _remedy(fault, spoken)):
        say(_group_text(list(group), spoken))


def place(where: str, spoken: Language) -> str:
    """A place in a pack as people say it: `balances.csv row 3 column amount`, `balances.csv 3 行目 amount 列`."""
    if spoken == "ja":
        for pattern, japanese in _PLACE_JA:
            where = pattern.sub(japanese, where)
    return where


def legible_line(line: str) -> str:
    """A line with its indent kept, and every character from outside visible."""
    indent = len(line) - len(line.lstrip(" "))
    return " " * indent + legible(line[indent:])


def _refused_line(found: Sequence[Finding], spoken: Language) -> str:
    listed = sum(fault.code not in _UNCOUNTED for fault in found)
    if listed < len(found):
        return (
            f"{listed} 件を超える不備があります。何も書き込んでいません。"
            if spoken == "ja"
            else f"Refused: more than {listed} faults. Nothing was written."
        )
    return (
        f"{listed} 件の不備があります。何も書き込んでいません。"
        if spoken == "ja"
        else f"Refused: {listed} {'fault' if listed == 1 else 'faults'}. Nothing was written."
    )


def _words(fault: Finding, spoken: Language) -> Words:
    return fault.ja if spoken == "ja" else fault.en


def _remedy(fault: Finding, spoken: Language) -> tuple[str, str, str]:
    words = _words(fault, spoken)
    return fault.code, words.wanted, words.do


def _gathered(found: Sequence[Finding], spoken: Language) -> list[Finding]:
    """The faults with those that are mended alike side by side, in the order of the first of each kind."""
    order: dict[tuple[str, str, str], list[Finding]] = {}
    for fault in found:
        order.setdefault(_remedy(fault, spoken), []).append(fault)
    return [fault for alike in order.values() for fault in alike]


def _group_text(alike: Sequence[Finding], spoken: Language) -> str:
    code, wanted_text, do_text = _remedy(alike[0], spoken)
    wanted, do = ("必要", "対応") if spoken == "ja" else ("wanted", "do")
    places = [f"- {place(fault.where, spoken)}: {_quoted(_words(fault, spoken).found)}" for fault in alike]
    lines = [*places, f"    {wanted}: {wanted_text}", f"    {do}: {do_text}"]
    return "\n".join(["", *map(legible_line, lines)]) + f"  [{code}]"


def _quoted(found: str) -> str:
    """What was found, in quotes where it begins or ends with a blank that nobody would see."""
    return found if found == found.strip() else f'"{found}"'


@contextmanager
def progress(spoken: Language) -> Iterator[Callable[[str], None]]:
    """A line of progress on standard error where that is a terminal; silent where it is not."""
    if not sys.stderr.isatty():
        yield lambda _table: None
        return
    from rich.console import Console  # noqa: PLC0415 - rich is slow to load and only a terminal needs it

    reading = "読み込み中" if spoken == "ja" else "reading"
    with Console(stderr=True).status(reading) as status:
        yield lambda table: status.update(f"{reading}: {table}")
