"""The casebook of estates that ships in the package: real failures, as TOML texts by name."""

import tomllib
from importlib.resources import files

from hikiate.kernel.wording import Term


def estate_cases() -> dict[str, str]:
    """Every case by its name, in order of names."""
    folder = files("hikiate.remedy") / "estates"
    cases = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda entry: entry.name)
    return {entry.name.removesuffix(".toml"): entry.read_text(encoding="utf-8") for entry in cases}


def case_title(text: str) -> Term:
    """What a case is called."""
    return Term(**tomllib.loads(text)["title"])
