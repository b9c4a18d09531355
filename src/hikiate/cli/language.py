"""The language of words: what was asked for by --lang, by HIKIATE_LANG or by the locale; English otherwise.

It stands apart from all that speaks, so that `--help` can ask it before anything else is loaded.
"""

import os
import sys

from hikiate.kernel.wording import Language

VARIABLE = "HIKIATE_LANG"

_VARIABLES = (VARIABLE, "LC_ALL", "LC_MESSAGES", "LANG")


def language(chosen: str | None) -> Language:
    """The language asked for, or the one of the environment: HIKIATE_LANG, then the locale; English otherwise."""
    spoken = chosen or next((value for name in _VARIABLES if (value := os.environ.get(name))), "en")
    return "ja" if spoken.lower().startswith("ja") else "en"


def asked() -> str | None:
    """What stands behind --lang among this process's arguments, before they are parsed or where they could not be."""
    for argument, following in zip(sys.argv, [*sys.argv[1:], ""], strict=True):
        if argument == "--lang":
            return following
        if argument.startswith("--lang="):
            return argument.partition("=")[2]
    return None


def said(en: str, ja: str) -> str:
    """One of two texts, in the language of this process."""
    return ja if language(asked()) == "ja" else en


def said_in_full(en: str, ja: str) -> str:
    """One of two texts of a help page; Japanese, which has no spaces to break at, keeps its own lines."""
    return said(en, f"\b\n{ja}")
