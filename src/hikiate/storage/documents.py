"""Documents of a proof on the disk: read no further than a document may be long."""

from pathlib import Path

from hikiate.facts import faults
from hikiate.kernel.findings import Finding, Refused
from hikiate.kernel.wording import Term
from hikiate.proofs.documents import BYTES_MAX
from hikiate.proofs.root import FILE as ROOT_FILE
from hikiate.proofs.root import DayRoot, read_root

WANTED_ROOT = Term("the ROOT.json that was published", "公表された ROOT.json")
WANTED_PROOF = Term("a customer's proof", "利用者の証明書")


def read_document(file: Path, wanted: Term) -> bytes:
    """A file's bytes, up to one more than a document may have; Refused where there is no such file."""
    try:
        with file.open("rb") as stream:
            return stream.read(BYTES_MAX + 1)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
        raise Refused([absent(str(file), wanted)]) from error


def root_path(path: Path) -> Path:
    """The file of a root, or that in the folder that holds it."""
    return path / ROOT_FILE if path.is_dir() else path


def read_root_file(path: Path) -> DayRoot:
    """The root of a file, or of the folder that holds it; Refused where there is none."""
    file = root_path(path)
    return read_root(read_document(file, WANTED_ROOT), file.name)


def absent(where: str, wanted: Term) -> Finding:
    """The fault that a document is not where it was said to be."""
    return faults.NO_FILE.at(
        where,
        wanted=wanted.en,
        wanted_ja=wanted.ja,
        do="name the file; a day's files are made by hikiate prove PACK --out DIR",
        do_ja="ファイルを指定してください。証明のファイルは hikiate prove PACK --out DIR で作成されます",
    )
