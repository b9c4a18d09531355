"""camt.053 and camt.054 as banks write them, read strictly; XML that is made to harm, or was cut or changed."""

from pathlib import Path

import pytest

from hikiate.book.arrivals import BankLine, BankStatement
from hikiate.kernel.findings import Refused
from hikiate.storage.workspace.bank_statements import read_bank_file

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
NOTICE = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.02"><BkToCstmrDbtCdtNtfctn>
<GrpHdr><MsgId>M</MsgId></GrpHdr>
<Ntfctn><Id>N1</Id><CreDtTm>2026-10-02T18:00:00</CreDtTm><Acct><Id><Othr><Id>123-4567890</Id></Othr></Id></Acct>
<Ntry><Amt Ccy="JPY">700</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><AcctSvcrRef>E9</AcctSvcrRef>
<NtryDtls><TxDtls><Refs><EndToEndId>K3</EndToEndId></Refs></TxDtls></NtryDtls><AddtlNtryInf>recalled</AddtlNtryInf></Ntry>
<Ntry><Amt Ccy="JPY">30</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts><NtryRef>E10</NtryRef>
<NtryDtls><TxDtls><Refs><EndToEndId>K4</EndToEndId></Refs><AmtDtls><TxAmt><Amt Ccy="JPY">10</Amt></TxAmt></AmtDtls>
</TxDtls><TxDtls><Refs><EndToEndId>K5</EndToEndId></Refs><AmtDtls><TxAmt><Amt Ccy="JPY">20</Amt></TxAmt></AmtDtls>
</TxDtls></NtryDtls></Ntry></Ntfctn></BkToCstmrDbtCdtNtfctn></Document>
"""
ENTRIES = """
<Ntry><Amt Ccy="JPY">1500</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
<BookgDt><DtTm>2026-10-01T12:00:00</DtTm></BookgDt><AcctSvcrRef>E1</AcctSvcrRef>
<NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch>
<TxDtls><Refs><EndToEndId>K1</EndToEndId><AcctSvcrRef>T1</AcctSvcrRef></Refs><Amt Ccy="JPY">1000</Amt>
<CdtDbtInd>DBIT</CdtDbtInd></TxDtls>
<TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs><Amt Ccy="JPY">500</Amt></TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy="JPY">1000</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><AcctSvcrRef>E2</AcctSvcrRef>
<NtryDtls><TxDtls><Refs><EndToEndId> K1 </EndToEndId></Refs><RtrInf><Rsn><Cd>AC04</Cd></Rsn>
<AddtlInf>closed</AddtlInf></RtrInf></TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy="JPY">7</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>PDNG</Cd></Sts>
<NtryDtls><TxDtls><Refs><EndToEndId>K2</EndToEndId></Refs></TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy="JPY">100</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts></Ntry>"""


def statement(entries: str = ENTRIES, closing: str = "400", count: str = "4", *, top: str = "") -> str:
    """A day's statement that opens with 1,000 yen."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>{top}
<Document xmlns="{NAMESPACE}"><BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId></GrpHdr>
<Stmt><Id>S-1</Id><StmtPgntn><PgNb>1</PgNb><LastPgInd>true</LastPgInd></StmtPgntn><CreDtTm>2026-10-02T03:00:00</CreDtTm>
<Acct><Id><IBAN>JP00</IBAN></Id><Ccy>JPY</Ccy></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="JPY">1000</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<Dt><Dt>2026-10-01</Dt></Dt></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="JPY">{closing}</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<Dt><DtTm>2026-10-01T23:59:59</DtTm></Dt></Bal>
<TxsSummry><TtlNtries><NbOfNtries>{count}</NbOfNtries></TtlNtries></TxsSummry>{entries}</Stmt></BkToCstmrStmt></Document>
"""


def written(tmp_path: Path, content: str | bytes) -> Path:
    """A file of it."""
    path = tmp_path / "camt.xml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_statement_of_a_day(tmp_path: Path) -> None:
    """Booked transfers with an end-to-end id, with the reference and reason nearest to them; and how it closes."""
    read = read_bank_file(written(tmp_path, statement()))
    paid = BankLine(1, "2026-10-01", "K1", "JPY", "1000", is_credit=False, reference="T1", reason="")
    back = BankLine(2, "", "K1", "JPY", "1000", is_credit=True, reference="E2", reason="AC04 closed")
    assert read.statements == (BankStatement("JP00", "S-1", "1", "2026-10-01", "JPY", "400", (paid, back)),)
    assert len(read.digest) == 64


def test_a_notification_of_an_older_version(tmp_path: Path) -> None:
    """Amounts of version 2 stand elsewhere; there are no balances, and the entry's own reference serves."""
    (read,) = read_bank_file(written(tmp_path, NOTICE)).statements
    assert read.identifier == "N1 (camt.054)"
    assert (read.account, read.as_of, read.closing, read.currency) == ("123-4567890", "2026-10-02", "", "")
    assert [(line.end_to_end, line.amount, line.is_credit, line.reference) for line in read.lines] == [
        ("K3", "700", True, "E9"),
        ("K4", "10", False, "E10"),
        ("K5", "20", False, "E10"),
    ]
    assert read.lines[0].reason == "recalled"


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (statement(closing="401"), ["bank.not_level"]),
        (statement(count="5"), ["bank.not_level"]),
        (statement(ENTRIES.replace(">500<", ">499<")), ["bank.not_level"]),
        (statement(ENTRIES.replace(">1500<", ">1,500<")), ["bank.malformed", "bank.not_level", "bank.not_level"]),
        (statement().replace("<Id>S-1</Id>", ""), ["bank.malformed"]),
        (statement().replace("<IBAN>JP00</IBAN>", ""), ["bank.malformed"]),
        (statement().replace("camt.053", "pain.001"), ["bank.malformed"]),
        (statement().replace(f' xmlns="{NAMESPACE}"', ""), ["bank.malformed"]),
        (f'<Document xmlns="{NAMESPACE}"></Document>', ["bank.malformed"]),
        (statement()[:-60], ["input.unreadable"]),
        (statement(top=BOMB), ["input.unreadable"]),
        (statement(top=OUTSIDE), ["input.unreadable"]),
        ("<a>" * 1000, ["bank.malformed"]),
        (f'<Document xmlns="{NAMESPACE}">' + "<a>" * 1000, ["input.unreadable"]),
        ("", ["input.unreadable"]),
        (b"\xff\xfe\x00\x01", ["input.unreadable"]),
    ],
)
def test_what_is_no_sound_statement_is_refused(tmp_path: Path, content: str | bytes, codes: list[str]) -> None:
    """Balances that do not lead on, another message, a document type, a cut: each in words, and none is read."""
    with pytest.raises(Refused) as refused:
        read_bank_file(written(tmp_path, content))
    assert [fault.code for fault in refused.value.faults] == codes


def test_no_file_and_a_file_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Said before anything is read."""
    with pytest.raises(Refused):
        read_bank_file(tmp_path / "none.xml")
    monkeypatch.setattr("hikiate.storage.workspace.bank_statements._BYTES_MAX", 10)
    with pytest.raises(Refused):
        read_bank_file(written(tmp_path, statement()))
