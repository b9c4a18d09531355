"""A reader of Zengin files for the tests: it goes by byte offsets alone and shares nothing with the writer.

The offsets are those of the banks' manuals for 総合振込, counted from zero.
"""

from dataclasses import dataclass

RECORD = 120


@dataclass(frozen=True)
class Transfer:
    """One transfer as a bank would read it."""

    bank: str
    bank_name: str
    branch: str
    branch_name: str
    kind: str
    number: str
    holder: bytes
    amount: int
    information: str


@dataclass(frozen=True)
class ZenginFile:
    """A file as a bank would read it."""

    originator_code: str
    originator_name: bytes
    month_and_day: str
    bank: str
    branch: str
    kind: str
    number: str
    transfers: tuple[Transfer, ...]


def read(content: bytes, *, line_ends: bool) -> ZenginFile:
    """The file; AssertionError where it is not of the form, or its trailer does not count and sum what is there."""
    size = RECORD + 2 * line_ends
    assert len(content) % size == 0
    records = [content[start : start + size] for start in range(0, len(content), size)]
    if line_ends:
        assert all(record[120:] == b"\r\n" for record in records)
        records = [record[:120] for record in records]
    header, *data, trailer, end = records
    assert header[0:4] == b"1210"
    assert [header[103:120], trailer[19:120], end] == [b" " * 17, b" " * 101, b"9" + b" " * 119]
    transfers = tuple(_transfer(record) for record in data)
    assert trailer[0:1] == b"8"
    assert int(trailer[1:7]) == len(transfers)
    assert int(trailer[7:19]) == sum(transfer.amount for transfer in transfers)
    return ZenginFile(
        header[4:14].decode("ascii"),
        header[14:54],
        header[54:58].decode("ascii"),
        header[58:62].decode("ascii"),
        header[77:80].decode("ascii"),
        header[95:96].decode("ascii"),
        header[96:103].decode("ascii"),
        transfers,
    )


def _transfer(record: bytes) -> Transfer:
    assert record[0:1] == b"2"
    assert record[38:42] == b"0000"
    assert record[90:91] == b"0"
    assert record[111:120] == b"7Y" + b" " * 7
    holder = record[50:80]
    # JIS X 0201: digits, capitals, blank and a few signs below 0x80; kana from 0xB1, and the two voicing marks.
    assert all(chr(byte) in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ ()-./" or 0xB1 <= byte <= 0xDF for byte in holder)
    return Transfer(
        record[1:5].decode("ascii"),
        record[5:20].decode("cp932").rstrip(),
        record[20:23].decode("ascii"),
        record[23:38].decode("cp932").rstrip(),
        record[42:43].decode("ascii"),
        record[43:50].decode("ascii"),
        holder,
        int(record[80:90]),
        record[91:111].decode("ascii"),
    )
