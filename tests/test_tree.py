"""The tree as it is committed: nothing too large, no address of a registry, no link to nowhere."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

BYTES_MAX = 1024 * 1024
LOCKS_WITH_ADDRESSES = {"uv.lock", "pylock.toml", "poetry.lock", "pdm.lock", "Pipfile.lock"}

_REGISTRY = re.compile(
    r"index[-_]url|find[-_]links|https?://[^\s\"']+/(?:simple|packages)/|pypi\.org|files\.pythonhosted", re.IGNORECASE
)
_MACHINE = re.compile(r"(?<![\w.~])/(?:root|work|home/\w+|Users/\w+)/")
_FENCED = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(\s*<?([^)\s>]+)>?(?:\s+[\"'][^)]*)?\s*\)|^\[[^\]]+\]:\s*(\S+)", re.MULTILINE)
_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def tracked(root: Path = ROOT) -> list[Path]:
    """The files of a commit; where there is no repository, as in an unpacked archive, all files but those of tools."""
    if not (root / ".git").exists():
        return [path for path in root.rglob("*") if path.is_file() and not {".venv", "__pycache__"} & set(path.parts)]
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=True, text=True)  # noqa: S607 - git is found where the user has it
    return [path for name in listed.stdout.split("\0") if name and (path := root / name).is_file()]


def addresses(text: str) -> list[str]:
    """Addresses of package registries and paths that only one machine has."""
    return [match.group() for pattern in (_REGISTRY, _MACHINE) for match in pattern.finditer(text)]


def broken_links(page: Path) -> list[str]:
    """Links of a page to files, or to headings of pages, that are not there."""
    text = _FENCED.sub("", page.read_text(encoding="utf-8"))
    links = [match.group(1) or match.group(2) for match in _LINK.finditer(text)]
    return [link for link in links if not _ELSEWHERE.match(link) and not _leads_somewhere(page, link)]


def _leads_somewhere(page: Path, link: str) -> bool:
    name, _, heading = link.partition("#")
    target = page.parent / name if name else page
    if not target.exists():
        return False
    return not heading or target.suffix != ".md" or heading in _anchors(target.read_text(encoding="utf-8"))


def _anchors(text: str) -> set[str]:
    headings = (re.sub(r"[^\w\- ]", "", heading).replace(" ", "-") for heading in _HEADING.findall(text))
    return {heading.lower() for heading in headings}


def text_of(path: Path) -> str:
    """A file's text; what is no text, such as a picture, has none."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def test_no_file_is_larger_than_one_mebibyte() -> None:
    """Larger ones are data, and data is made by a command or stays outside."""
    files = tracked()
    assert Path(__file__).resolve() in files
    assert [path for path in files if path.stat().st_size > BYTES_MAX] == []


def test_no_lock_with_addresses_is_committed() -> None:
    """Versions and hashes stand in requirements/, and each user's own registry serves them."""
    assert [path for path in tracked() if path.name in LOCKS_WITH_ADDRESSES] == []


def test_no_address_of_a_registry_and_no_path_of_a_machine_is_committed() -> None:
    """What is committed works wherever it is cloned."""
    found = {str(path.relative_to(ROOT)): said for path in tracked() if (said := addresses(text_of(path)))}
    assert found == {}


@pytest.mark.parametrize(
    "parts",
    [
        ("--index", "-url x"),
        ("PIP_FIND", "_links"),
        ("https://registry.example/", "simple/"),
        ("https://example.org/a/", "packages/b.whl"),
        ("pypi", ".org"),
        ("see /", "root/notes"),
        ("/", "home/me/x"),
        ("'/", "work/main/x'"),
    ],
)
def test_a_planted_address_is_found(parts: tuple[str, ...]) -> None:
    """Joined here only, so that this file holds none itself."""
    assert addresses("".join(parts)) != []


def test_addresses_of_laws_and_paths_of_a_page_are_left_alone() -> None:
    """A citation's address and a path inside the project are no registry and no machine."""
    relative = ["/".join(parts) for parts in (("docs", "work", "a.md"), ("~", "work", "x"), ("src", "root", "x"))]
    assert addresses(" and ".join(["https://laws.example/doc?x=1", *relative])) == []


def test_the_lock_has_a_hash_for_every_package() -> None:
    """A package without a hash would be whatever the registry serves that day."""
    for name in ("uv", "run", "dev"):
        entries = re.split(r"\n(?=\S)", (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8").strip())
        assert [
            entry for entry in entries if not re.match(r"[\w.-]+==\S+.*\\\n\s+--hash=sha256:[0-9a-f]{64}", entry)
        ] == []


def test_every_link_between_pages_leads_somewhere() -> None:
    """A page that sends its reader nowhere is worse than one that says nothing."""
    pages = [path for path in tracked() if path.suffix == ".md"]
    assert ROOT / "README.md" in pages
    assert {str(page.relative_to(ROOT)): broken for page in pages if (broken := broken_links(page))} == {}


def test_a_broken_link_is_found(tmp_path: Path) -> None:
    """To a file, to a heading of another page or of the page itself; what is fenced off or elsewhere is none."""
    (tmp_path / "other.md").write_text("# A title, 日本語!\n", encoding="utf-8")
    page = tmp_path / "page.md"
    page.write_text(
        "# Here\n[a](other.md) [b](other.md#a-title-日本語) [c](#here) [d](https://example.org/x)\n"
        "[e](mailto:a@example.org) [f](gone.md) ![g](gone.png 'title') [h](other.md#gone) [i](#gone)\n\n"
        "[j]: gone/k.md\n```\n[k](fenced.md)\n```\n",
        encoding="utf-8",
    )
    assert broken_links(page) == ["gone.md", "gone.png", "other.md#gone", "#gone", "gone/k.md"]
