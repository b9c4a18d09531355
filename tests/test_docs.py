"""The pages made by `make docs` say what the code says: made again, they are the same bytes."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
sys.path.append(str(DOCS))

import finding_pages  # type: ignore[import-not-found] # noqa: E402 - the scripts of docs are no package
import reference_pages  # type: ignore[import-not-found] # noqa: E402 - as above

HAN_OR_KANA = range(0x3040, 0x9FFF)


@pytest.mark.parametrize("make", [finding_pages.pages, reference_pages.pages], ids=["findings", "reference"])
def test_the_pages_are_fresh(make: object) -> None:
    """Whoever changes a wording, a table or a command runs `make docs`; the page must not say anything else."""
    assert callable(make)
    stale = [
        str(path.relative_to(ROOT))
        for path, text in make().items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
    assert stale == [], "run `make docs`"


def test_every_code_has_its_page_and_every_page_its_code() -> None:
    """A page of a code that is gone would explain what can no longer happen."""
    codes = {entry.code for entry in finding_pages.catalogue()}
    assert {page.stem for page in (DOCS / "findings").glob("*.md")} - {"README"} == codes
    assert finding_pages.paragraphs().keys() == codes


def test_every_code_is_explained_in_both_languages() -> None:
    """A paragraph by hand says what a wording has no room for."""
    for code, said in finding_pages.paragraphs().items():
        assert any(ord(letter) in HAN_OR_KANA for letter in said["ja"]), code
        assert not any(ord(letter) in HAN_OR_KANA for letter in said["en"]), code
        assert said.keys() <= {"ja", "en", "article"}, code


def test_a_code_has_one_home() -> None:
    """Two modules that use one code would mean two things by it, unless they belong to one occasion."""
    codes = [entry.code for entry in finding_pages.catalogue()]
    assert len(codes) == len(set(codes))
