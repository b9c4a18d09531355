"""Files of a risk question on the disk: quotes and overrides, read as texts."""

from pathlib import Path

from hikiate.facts import faults
from hikiate.kernel.findings import Refused


def read_text_file(path: Path, wanted: str, wanted_ja: str) -> str:
    """A file's text; Refused where there is no such file, or none that is UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
        do, do_ja = "name a file that is there", "存在するファイルを指定してください"
        missing = faults.NO_FILE.at(str(path), wanted=wanted, wanted_ja=wanted_ja, do=do, do_ja=do_ja)
        raise Refused([missing]) from error
    except UnicodeDecodeError as error:
        raise Refused([faults.UNREADABLE.at(str(path), value=error, wanted="UTF-8", wanted_ja="UTF-8")]) from error
