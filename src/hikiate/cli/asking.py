"""Commands of a workspace: each is declared by its own arguments and options, and gets those that all share here.

`--workspace`, `--json` and `--lang` belong to every one of them, `--user` and `--at` to those by which somebody acts.
What a command is told of them comes as one `Asked`, its first argument.
"""

from collections.abc import Callable
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from hikiate.cli.options import AtOption, JsonOption, LangOption, UserOption, WorkspaceOption

if TYPE_CHECKING:
    from hikiate.cli.desks import Asked

_Command = Callable[..., None]


def _option(name: str, annotation: object, default: object) -> Parameter:
    return Parameter(name, Parameter.KEYWORD_ONLY, annotation=annotation, default=default)


_WHERE = (_option("workspace", WorkspaceOption, Path()),)
_WHO = (_option("user", UserOption, None), _option("at", AtOption, None))
_HOW = (_option("as_json", JsonOption, default=False), _option("lang", LangOption, None))


def acting(app: typer.Typer, name: str, *, short_help: str, help: str) -> Callable[[_Command], _Command]:  # noqa: A002 - typer calls it so
    """Register a command by which a named user acts at a moment."""
    return _registered(app, name, (*_WHERE, *_WHO, *_HOW), short_help, help)


def reading(app: typer.Typer, name: str, *, short_help: str, help: str) -> Callable[[_Command], _Command]:  # noqa: A002 - as above
    """Register a command that changes nothing, or for which no user answers."""
    return _registered(app, name, (*_WHERE, *_HOW), short_help, help)


def _registered(
    app: typer.Typer, name: str, shared: tuple[Parameter, ...], short_words: str, words: str
) -> Callable[[_Command], _Command]:
    def register(command: _Command) -> _Command:
        own = list(signature(command).parameters.values())[1:]

        def run(**given: Any) -> None:  # noqa: ANN401 - the values of any command's options
            command(_asked(given), **given)

        parameters = [*own, *shared]
        run.__doc__, run.__name__ = command.__doc__, command.__name__
        run.__signature__ = Signature(parameters)  # type: ignore[attr-defined]  # where typer looks for parameters
        run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        app.command(name, short_help=short_words, help=words)(run)
        return command

    return register


def _asked(given: dict[str, Any]) -> "Asked":
    """Take the shared options out of those given."""
    from hikiate.cli.desks import Asked  # noqa: PLC0415 - help is to be quick, and a desk loads the database

    workspace, as_json, lang = given.pop("workspace"), given.pop("as_json"), given.pop("lang")
    return Asked(workspace, given.pop("user", None), given.pop("at", None), as_json, lang and lang.value)
