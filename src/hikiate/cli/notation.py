"""How what was given in a call is written on the command line: `--source` for an option, `INCIDENT` for an argument.

Verbs name what they were given without knowing who asks (`Given`); which of them are options, the command itself knows.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import typer.main
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from hikiate.kernel.findings import Finding, Given


def as_typed(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings that say each thing given as the command of this process writes it."""
    kept = tuple(found)
    if not any(isinstance(finding.where, Given) for finding in kept):
        return kept
    written = dict(_written(_parameters(sys.argv[1:])))
    return tuple(
        replace(one, where=written.get(one.where, one.where)) if isinstance(one.where, Given) else one for one in kept
    )


def _parameters(words: Iterable[str]) -> Sequence[object]:
    """The parameters of the command that the words of a command line call."""
    from hikiate.cli.app import app  # noqa: PLC0415 - which loads this module's users

    called: object = typer.main.get_command(app)
    for word in words:
        if isinstance(called, TyperGroup) and word in called.commands:
            called = called.commands[word]
    return called.params if isinstance(called, TyperCommand) else ()


def _written(parameters: Iterable[object]) -> Iterator[tuple[str, str]]:
    """How a command writes each thing that it may be given, by the name that belongs to no face."""
    for parameter in parameters:
        if isinstance(parameter, TyperOption):
            yield parameter.opts[0].strip("-").replace("-", "_"), parameter.opts[0]
        elif isinstance(parameter, TyperArgument) and parameter.metavar:
            # `ROOT.json` is what is given as `root`.
            yield parameter.metavar.partition(".")[0].lower(), parameter.metavar.partition(".")[0]
