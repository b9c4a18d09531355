"""The door: runs a command and turns what it raises into words and an exit code.

0 done and in order; 1 done, and a duty is breached; 2 the input or the call is wrong, nothing written; 3 something
outside failed, safe to repeat.
"""

import sys

from hikiate.cli.app import app

EXIT_REFUSED = 2
EXIT_OUTSIDE = 3
EXIT_INTERRUPTED = 130


def main() -> None:
    """Run the command line of this process."""
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(EXIT_INTERRUPTED)
    except BrokenPipeError:
        # Whoever read the output has gone; there is nobody left to tell.
        sys.stderr.close()
        sys.exit(EXIT_OUTSIDE)
    except Exception as error:  # noqa: BLE001 - no stack trace may reach a user; Refused is told by its faults
        sys.exit(_told(error))


def _told(error: Exception) -> int:
    from hikiate.cli import speech  # noqa: PLC0415 - --help must not load what only a failure needs
    from hikiate.kernel.findings import Refused  # noqa: PLC0415 - as above

    spoken = speech.language(_argument("--lang"))
    if isinstance(error, Refused):
        speech.say_refused(error, spoken, as_json="--json" in sys.argv)
        return EXIT_REFUSED
    outside = isinstance(error, OSError | MemoryError)
    words = {
        ("ja", True): "外部の障害により完了できませんでした。そのまま再実行できます",
        ("en", True): "something outside failed; it is safe to repeat the command",
        (
            "ja",
            False,
        ): "本ソフトウェアの不具合です。このメッセージと入力の概要を開発元に報告してください。何も失われていません",
        ("en", False): "this is a defect of Hikiate; report this line and what was handed in. Nothing was lost",
    }[spoken, outside]
    speech.say(f"{words}: {type(error).__name__}: {error}")
    return EXIT_OUTSIDE


def _argument(name: str) -> str | None:
    """The value of an option among the process's arguments, before or without their being parsed."""
    for argument, following in zip(sys.argv, [*sys.argv[1:], ""], strict=True):
        if argument == name:
            return following
        if argument.startswith(f"{name}="):
            return argument.partition("=")[2]
    return None
