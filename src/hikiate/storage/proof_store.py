"""Proofs on the disk: written beside their place and moved there whole; read by mapping the files, a few pages a proof.

`store/` holds every customer's key of the day and every balance, so only its owner may read it. ROOT.json, close.json
and the page stand beside it and are made to be published.
"""

import mmap
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType

import numpy as np
import numpy.typing as npt

from hikiate.facts import faults
from hikiate.kernel.findings import Refused
from hikiate.kernel.wording import Term
from hikiate.proofs.buckets import kept_nodes
from hikiate.proofs.records import Bytes
from hikiate.proofs.root import TreeRoot
from hikiate.proofs.stored import StoredProofs, StoredTree
from hikiate.proofs.tree import Tree
from hikiate.storage.disk import force_to_disk
from hikiate.storage.documents import absent, read_root_file

STORE_FOLDER = "store"
_PRIVATE = 0o700
_COUNTS_FORM = "<i8"
_KEYS = "keys"
_PUBLIC = 0o755
_READABLE = 0o644
_WANTED_STORE = Term("the proofs that `hikiate prove` wrote", "`hikiate prove` が書き出した証明")


class SpillFiles:
    """Records waiting by partition: in memory up to a limit, in files beyond it."""

    def __init__(self, folder: Path, record_bytes: int, bytes_max: int) -> None:
        self.folder, self.record_bytes, self.bytes_max = folder, record_bytes, bytes_max
        self.waiting: dict[int, list[Bytes]] = {}
        self.size = 0

    def add(self, partition: int, records: Bytes) -> None:
        """Put records (n, record_bytes) to a partition."""
        self.waiting.setdefault(partition, []).append(records)
        self.size += records.nbytes
        if self.size > self.bytes_max:
            self._flush()

    def take(self, partition: int) -> Bytes:
        """All records of a partition, in the order they came; the partition is empty afterwards."""
        file = self._file(partition)
        waiting = self.waiting.pop(partition, [])
        self.size -= sum(records.nbytes for records in waiting)
        written = [np.fromfile(file, np.uint8).reshape(-1, self.record_bytes)] if file.exists() else []
        file.unlink(missing_ok=True)
        taken = [*written, *waiting]
        return np.concatenate(taken) if taken else np.empty((0, self.record_bytes), np.uint8)

    def _flush(self) -> None:
        for partition, waiting in self.waiting.items():
            with self._file(partition).open("ab") as stream:
                for records in waiting:
                    stream.write(np.ascontiguousarray(records).data)
        self.waiting.clear()
        self.size = 0

    def _file(self, partition: int) -> Path:
        return self.folder / f"{partition:06}"


class ProofWriter:
    """A proof store in the making. Nothing stands at its place until `publish`; leaving early leaves nothing behind."""

    def __init__(self, place: Path) -> None:
        self.place = place
        place.parent.mkdir(parents=True, exist_ok=True)
        self.folder = Path(tempfile.mkdtemp(dir=place.parent, prefix=f".{place.name}."))
        self.store = self.folder / STORE_FOLDER
        self.store.mkdir(mode=_PRIVATE)
        self.spills = self.folder / "spills"
        self.spills.mkdir(mode=_PRIVATE)

    def __enter__(self) -> "ProofWriter":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def spill(self, name: str, record_bytes: int, bytes_max: int) -> SpillFiles:
        """A place for records to wait in."""
        folder = self.spills / name
        folder.mkdir()
        return SpillFiles(folder, record_bytes, bytes_max)

    def keys(self, records: Bytes) -> None:
        """The next customers' keys, in order."""
        self._append(_KEYS, records)

    def rows(self, number: int, name: str, records: Bytes) -> None:
        """The next `leaves`, `nodes` or `tops` of the tree with this number."""
        self._append(f"{number:05}.{name}", records)

    def counts(self, number: int, leaves: npt.NDArray[np.int64]) -> None:
        """How many leaves each bucket of a tree has."""
        (self.store / f"{number:05}.counts").write_bytes(leaves.astype(_COUNTS_FORM).tobytes())

    def publish(self, files: dict[str, bytes]) -> None:
        """Force everything to the disk, add the files that are to be published, and move the whole into its place."""
        shutil.rmtree(self.spills)
        for name, content in files.items():
            (self.folder / name).write_bytes(content)
            (self.folder / name).chmod(_READABLE)
        for path in [*self.store.iterdir(), *(self.folder / name for name in files), self.store, self.folder]:
            force_to_disk(path)
        self.folder.chmod(_PUBLIC)
        require_free(self.place)
        self.folder.replace(self.place)
        force_to_disk(self.place.parent)

    def _append(self, name: str, records: Bytes) -> None:
        with (self.store / name).open("ab") as stream:
            stream.write(np.ascontiguousarray(records).data)


def require_free(place: Path) -> None:
    """Refused where anything but an empty folder stands at a place."""
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise Refused([faults.NOT_EMPTY.at(str(place))])


@contextmanager
def open_store(folder: Path) -> Iterator[StoredProofs]:
    """The proofs of a day, mapped from a folder that `prove` wrote; Refused where it is none."""
    if not folder.is_dir():
        raise Refused([absent(str(folder), _WANTED_STORE)])
    root = read_root_file(folder)
    store = folder / STORE_FOLDER
    if not store.is_dir():
        raise Refused([absent(str(store), _WANTED_STORE)])
    with ExitStack() as open_files:

        def mapped(name: str) -> memoryview:
            return open_files.enter_context(_mapped(store / name))

        trees = [
            _stored_tree(tree, of_tree, store / f"{number:05}.counts", number, mapped)
            for number, (tree, of_tree) in enumerate(root.trees())
        ]
        yield StoredProofs(root, mapped(_KEYS), trees)


def _stored_tree(
    tree: Tree, root: TreeRoot, counts_file: Path, number: int, mapped: Callable[[str], memoryview]
) -> StoredTree:
    counts = np.fromfile(counts_file, _COUNTS_FORM).astype(np.int64)
    return StoredTree(
        tree=tree,
        root=root,
        starts=[0, *np.cumsum(counts).tolist()],
        node_starts=[0, *np.cumsum(kept_nodes(counts, root.shape.bucket_depth)).tolist()],
        leaves=mapped(f"{number:05}.leaves"),
        nodes=mapped(f"{number:05}.nodes"),
        tops=mapped(f"{number:05}.tops"),
    )


@contextmanager
def _mapped(file: Path) -> Iterator[memoryview]:
    if not file.exists() or not file.stat().st_size:
        yield memoryview(b"")
        return
    with file.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as rows:
        view = memoryview(rows)
        try:
            yield view
        finally:
            view.release()
