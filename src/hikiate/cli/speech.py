"""What the command line says: the language, faults as people read them, and progress on long work.

Results go to standard output; words about the work go to standard error, so that `--json` stays one document.
"""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from hikiate.facts.pack import Step
from hikiate.kernel.findings import Finding, Refused
from hikiate.kernel.results import finding_document
from hikiate.kernel.wording import Language

REFUSED_SCHEMA = "hikiate/refused/1"


def language(chosen: str | None) -> Language:
    """The language asked for, or the one of the environment: HIKIATE_LANG, then the locale; English otherwise."""
    variables = ("HIKIATE_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    spoken = chosen or next((value for name in variables if (value := os.environ.get(name))), "en")
    return "ja" if spoken.startswith("ja") else "en"


def say(text: str) -> None:
    """A line of words to a person, on standard error."""
    sys.stderr.write(text + "\n")


def put(text: str) -> None:
    """A result, on standard output."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def say_refused(refused: Refused, spoken: Language, *, as_json: bool) -> None:
    """Every fault: where, what was found, what is wanted, what to do."""
    if as_json:
        put(json.dumps({"schema": REFUSED_SCHEMA, "faults": [finding_document(f) for f in refused.faults]}, indent=1))
    count = len(refused.faults)
    say(
        f"入力に {count} 件の不備があります。何も書き込んでいません。"
        if spoken == "ja"
        else f"Refused: {count} faults. Nothing was written."
    )
    for fault in refused.faults:
        say(_fault_text(fault, spoken))


def _fault_text(fault: Finding, spoken: Language) -> str:
    words = fault.ja if spoken == "ja" else fault.en
    wanted, do = ("必要", "対応") if spoken == "ja" else ("wanted", "do")
    return f"- {fault.where}: {words.found}\n    {wanted}: {words.wanted}\n    {do}: {words.do}  [{fault.code}]"


@contextmanager
def progress(spoken: Language) -> Iterator[Step]:
    """A line of progress on standard error where that is a terminal; silent where it is not."""
    if not sys.stderr.isatty():
        yield lambda _table: None
        return
    from rich.console import Console  # noqa: PLC0415 - rich is slow to load and only a terminal needs it

    reading = "読み込み中" if spoken == "ja" else "reading"
    with Console(stderr=True).status(reading) as status:
        yield lambda table: status.update(f"{reading}: {table}")
