"""The casebook that ships in the package: the files of each case, read as text."""

from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable

_CASES = "cases"


def case_names() -> list[str]:
    """The names of all cases, in order of name."""
    return sorted(folder.name for folder in _folder().iterdir() if folder.is_dir())


def case_texts(name: str) -> Mapping[str, str]:
    """The files of a case by their names; KeyError where there is no such case."""
    if name not in case_names():
        raise KeyError(name)
    return {
        file.name: file.read_text(encoding="utf-8")
        for file in (_folder() / name).iterdir()
        if file.name.endswith(".toml")
    }


def _folder() -> Traversable:
    return files("hikiate.remedy") / _CASES
