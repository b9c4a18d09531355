"""Audit packs on the disk: a folder written whole into a place that is free, and read back file by file."""

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from hikiate.conduct.audit.findings import NO_MANIFEST
from hikiate.conduct.audit.manifest import FILE
from hikiate.facts import faults
from hikiate.kernel.findings import Refused
from hikiate.kernel.wording import Term
from hikiate.storage.disk import force_to_disk
from hikiate.storage.pack_files import LEFT_BY_DESKTOPS


def write_audit_pack(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write all files or none; Refused where something stands there already."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused([faults.NOT_EMPTY.at(str(folder))])
    folder.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name, content in files.items():
            (staging / name).write_bytes(content)
            force_to_disk(staging / name)
        staging.chmod(0o755)
        staging.replace(folder)
        force_to_disk(folder.parent)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise


def read_audit_pack(folder: Path) -> tuple[bytes, dict[str, bytes]]:
    """The manifest's bytes and every other file; Refused where there is no manifest."""
    if not (folder / FILE).is_file():
        raise Refused([NO_MANIFEST.at(str(folder / FILE), value=Term("not there", "ありません"))])
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in LEFT_BY_DESKTOPS
    }
    return files.pop(FILE), files
