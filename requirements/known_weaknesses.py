"""Whether a locked package has a weakness that is known, as pip-audit asks the package index; needs the network.

Exit 0: every package was asked about and none has one; 1: some have, each named with the version that mends it; 3:
not every package could be asked about, as without a network or behind a mirror that does not know; it says of how many.
"""

import json
import subprocess
import sys
from pathlib import Path

_LOCK = Path(__file__).resolve().parent / "run.txt"


def main() -> int:
    """Ask, tell, and give the exit code."""
    audit = Path(sys.executable).with_name("pip-audit")
    words = [
        "--requirement",
        str(_LOCK),
        "--require-hashes",
        "--disable-pip",
        "--progress-spinner",
        "off",
        "--format",
        "json",
    ]
    asked = subprocess.run([audit, *words], capture_output=True, text=True, check=False)  # noqa: S603 - its own lock
    try:
        packages = json.loads(asked.stdout)["dependencies"]
    except (ValueError, KeyError):
        return _said(f"Nobody could be asked: {asked.stderr.strip().splitlines()[-1:] or ['no answer']}", 3)
    weak = [
        f"{one['name']} {one['version']}: {found['id']}, mended in {', '.join(found['fix_versions']) or 'no version'}"
        for one in packages
        for found in one.get("vulns", ())
    ]
    unasked = sum("skip_reason" in one for one in packages)
    if weak:
        return _said("\n".join(weak), 1)
    if unasked:
        return _said(f"{unasked} of {len(packages)} packages could not be asked about; this says nothing of them.", 3)
    return _said(f"{len(packages)} packages, none with a weakness that is known.", 0)


def _said(words: str, code: int) -> int:
    sys.stdout.write(words + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
