# ruff: noqa: INP001 - docs is a folder of pages and of the scripts that make them, not a package
"""Makes the pages that repeat what the code knows, so that they cannot say anything else: `make docs`.

A page is made again from nothing; one in docs/findings that no code has any more is removed.
"""

import sys

import finding_pages
import reference_pages


def main() -> None:
    """Write every page that differs, and name it."""
    made = {**finding_pages.pages(), **reference_pages.pages()}
    for path in sorted(set((finding_pages.DOCS / "findings").glob("*.md")) - made.keys()):
        path.unlink()
        sys.stdout.write(f"removed {path.relative_to(finding_pages.DOCS)}\n")
    for path, text in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            sys.stdout.write(f"wrote {path.relative_to(finding_pages.DOCS)}\n")


if __name__ == "__main__":
    main()
