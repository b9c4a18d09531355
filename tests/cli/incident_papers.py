"""The papers of an incident in a workspace: a loss, a determination of it, and what a bank reports of a payout."""

import json
from decimal import Decimal
from pathlib import Path

from hikiate.storage.iterations import files_document

INCIDENT = 'id = "I-1"\nkind = "unauthorised_outflow"\nnoticed_at = 2026-09-19T03:00:00+09:00\nmethod = "cash"\n'
OVERLAY = """name = "a rate of 1 %"
written_on = 2026-09-01

[[change]]
rulebook = "jp-2026-reported"
provision = "rate"
value = "1/100"
status = "assumption"
reason = "what a lower rate would mean for us"
"""
LOSS = """id = "theft"
kind = "unauthorised_outflow"
occurred_at = 2026-09-19T02:00:00+09:00
noticed_at = 2026-09-19T03:00:00+09:00
method = "in_kind"

[[loss]]
asset = "BTC"
quantity = "0.4"
tier = "hot"
keeper = "self"

[[funding]]
source = "guarantee"
asset = "BTC"
amount = "0.4"
available_on = 2026-09-21
"""


def determination(folder: Path, payments: int) -> None:
    """The files that `compensate` writes: so many payments of 1,000 yen, and one that is pending."""
    folder.mkdir()
    rows = [f"C{number:04},JPY,1000,K{number:04}," for number in range(1, payments + 1)]
    tables = {
        "payments": ["customer,pay_asset,amount,key,pay_on", *reversed(rows)],
        "paid": ["customer,pay_asset,amount,key,iteration", *(f"{row}1" for row in reversed(rows))],
        "pending": ["customer,pay_asset,amount,reason,detail", "C9999,JPY,5,no_destination,"],
    }
    for name, lines in tables.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    figures = {"payable.JPY.total": {"value": str(1000 * payments)}, "pending.JPY.total": {"value": "5"}}
    summary = {"schema": "hikiate/compensation/1", "iteration": 1, "figures": figures}
    (folder / "summary.json").write_text(json.dumps(summary), encoding="utf-8")
    seal(folder)


def seal(folder: Path) -> None:
    """Write the digests of what stands in the folder now."""
    names = [path.name for path in folder.iterdir() if path.name != "files.json"]
    (folder / "files.json").write_text(json.dumps(files_document(folder, names)), encoding="utf-8")


def settlement(payout: Path, file: Path, returned: tuple[str, ...] = (), rows: slice = slice(None)) -> None:
    """What a bank makes of a payout file."""
    sent = [line.split(",") for line in payout.read_text(encoding="utf-8").splitlines()[1:-1]][rows]
    lines = ["batch,key,asset,amount,outcome,reference,reason"]
    for batch, _, attempt, key, _, asset, amount in sent:
        outcome, why = ("returned", "no such account") if key in returned else ("paid", "")
        lines.append(f"{batch},{key},{asset},{amount},{outcome},R{attempt}-{key},{why}")
    total = sum(Decimal(line[-1]) for line in sent)
    file.write_text("\n".join([*lines, f"end,{len(sent)},,{total:f},,,"]) + "\n", encoding="utf-8")


def bank_statement(file: Path, day: int, lines: list[tuple[str, int, str]]) -> None:
    """A bank's statement of a day (camt.053) that opens with 1,000,000 yen: key, amount, DBIT or CRDT of each line."""
    moved = sum(amount if side == "CRDT" else -amount for _, amount, side in lines)
    entries = "".join(
        f"""<Ntry><Amt Ccy="JPY">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
<AcctSvcrRef>{side}-{key}</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>{key}</EndToEndId></Refs></TxDtls></NtryDtls>
</Ntry>"""
        for key, amount, side in lines
    )
    balances = "".join(
        f"""<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="JPY">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<Dt><Dt>2026-10-{day:02}</Dt></Dt></Bal>"""
        for code, amount in (("OPBD", 1_000_000), ("CLBD", 1_000_000 + moved))
    )
    file.write_text(
        f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Id>S{day}</Id>
<Acct><Id><IBAN>JP00</IBAN></Id></Acct>{balances}{entries}</Stmt></BkToCstmrStmt></Document>""",
        encoding="utf-8",
    )
