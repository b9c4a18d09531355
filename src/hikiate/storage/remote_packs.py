"""A pack in an object store: its small files are fetched, and the parts of its large tables stay where they are."""

import tempfile
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path

from hikiate.facts import faults
from hikiate.facts.raw import RawPack
from hikiate.kernel.findings import Given, Refused
from hikiate.storage.packs import open_pack
from hikiate.storage.table_parts import PARTED, Part
from hikiate.storage.workspace.remote_files import service_told


@contextmanager
def pack_at(place: str | Path, hands: Executor | None = None) -> Iterator[RawPack]:
    """The pack at a place, which is a folder or a URL; `hands` take the digests of its parts.

    Refused where the place is none that can be asked, or holds no pack; OSError where its service does not answer.
    """
    if isinstance(place, Path) or "://" not in place:
        yield open_pack(Path(place), hands=hands)
        return
    try:
        from fsspec.core import url_to_fs  # noqa: PLC0415 - an extra, loaded where a store is named

        remote, root = url_to_fs(place.rstrip("/"))
    except (ImportError, ValueError) as error:
        wanted = "a folder, or a place such as s3://bucket/folder (hikiate[s3])"
        wanted_ja = "フォルダー、または s3://bucket/folder のような場所（hikiate[s3]）"
        refusal = faults.WRONG_VALUE.at(Given("pack"), value=f"{place}: {error}", wanted=wanted, wanted_ja=wanted_ja)
        raise Refused([refusal]) from error
    parts: list[Part] = []
    with tempfile.TemporaryDirectory(prefix="hikiate-pack-") as fetched, service_told(root):
        for found in sorted(remote.find(root)):
            name = str(found).removeprefix(str(root)).lstrip("/")
            if name.partition("/")[0] in PARTED and "/" in name:
                parts.append(Part(name, str(remote.unstrip_protocol(found))))
            else:
                remote.get_file(found, str(Path(fetched) / name.replace("/", "_")))
        yield open_pack(Path(fetched), parts, hands)
