"""The files that come into a workspace: the pack of a day, the firm's overlay, incidents, what banks report."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from hikiate.kernel.amounts import amount_text
from hikiate.kernel.digests import sha256
from hikiate.operations.distribute import Distribution
from hikiate.remedy.tables import PAID_COLUMNS, PAYMENT_COLUMNS, PENDING_COLUMNS, as_text
from hikiate.storage.iterations import FILES_FILE, files_document
from simulation.duties import Law
from simulation.market import COINS, SCALES, Snapshot

NAME = "Aoba Exchange"
RULEBOOKS = ("jp-psa", "jp-2026-reported")
SETTLEMENT_HEAD = "batch,key,asset,amount,outcome,reference,reason"
OPENING = 10**15
"""What the bank's account has before each statement, in yen."""

_CURRENCY = "JPY"


def text(amount: int, asset: str) -> str:
    """Minor units as decimal text."""
    return amount_text(amount, SCALES[asset])


def write_pack(folder: Path, snapshot: Snapshot) -> Path:
    """The pack of a day, with the customers' secrets."""
    folder.mkdir(parents=True)
    day = snapshot.day.isoformat()
    assets = "".join(
        f'[assets.{name}]\nscale = {scale}\nkind = "{"crypto" if scale else "fiat"}"\n'
        for name, scale in SCALES.items()
    )
    books = ", ".join(f'"{book}"' for book in RULEBOOKS)
    (folder / "exchange.toml").write_text(
        f'name = "{NAME}"\nregistration = "Kanto 00000"\njurisdiction = "JP"\nreporting_currency = "{_CURRENCY}"\n'
        f'fiscal_year_start = "04-01"\nsnapshot_at = {day}T23:59:59+09:00\nrulebooks = [{books}]\n{assets}',
        encoding="utf-8",
    )
    tables = {
        "balances": [
            "customer,asset,amount",
            *(f"{who},{asset},{text(amount, asset)}" for (who, asset), amount in snapshot.balances.items()),
        ],
        "holdings": [
            "holding,asset,amount,owner,tier,keeper",
            *(
                f"{name},{asset},{text(amount, asset)},{owner},{tier},{keeper}"
                for name, (asset, amount, owner, tier, keeper) in snapshot.holdings.items()
            ),
        ],
        "statements": [
            "holding,asset,amount,as_of,source",
            *(
                f"{name},{(asset := snapshot.holdings[name][0])},{text(amount, asset)},{day},chain"
                for name, amount in snapshot.statements.items()
            ),
        ],
        "published": ["asset,amount", *(f"{name},{text(total, name)}" for name, total in snapshot.published.items())],
        "prices": [
            "day,asset,currency,price,source",
            *(f"{day},{coin},{_CURRENCY},{snapshot.prices[coin]},market" for coin in COINS),
        ],
        "volumes": ["fiscal_year,item,amount", *(f"{year},spot,{total}" for year, total in snapshot.volumes.items())],
        "reserve": [
            "day,movement,asset,amount,memo,approval",
            *(f"{on},{movement},{_CURRENCY},{amount},," for on, movement, amount in snapshot.reserve),
        ],
        "providers": [
            "provider,name,role,number,notified_on,ends_on,jurisdiction",
            *(f"{name},{name},custodian,1,2020-06-01,{ends or ''},JP" for name, ends in snapshot.providers.items()),
        ],
        "secrets": [
            "customer,secret",
            *(f"{name},{sha256(name.encode()).hex()}" for name in sorted({who for who, _ in snapshot.balances})),
        ],
    }
    for name, lines in tables.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def write_overlay(file: Path, law: Law) -> Path:
    """The firm's overlay: from one day on another rate of the reserve, from another day on a stricter hot limit."""
    changes = [
        ("jp-2026-reported", "rate", f"{law.rate}/100", law.rate_day),
        ("jp-psa", "hot_fraction_max", f"{law.hot}/100", law.hot_day),
    ]
    parts = [
        f'[[change]]\nrulebook = "{book}"\nprovision = "{name}"\nvalue = "{value}"\nstatus = "assumption"\n'
        f'reason = "a change on its day"\nin_force_from = {day}\n'
        for book, name, value, day in changes
    ]
    file.write_text(f'name = "changes"\nwritten_on = {min(law.rate_day, law.hot_day)}\n{"".join(parts)}', "utf-8")
    return file


@dataclass(frozen=True, slots=True)
class Loss:
    """What an incident took: how much of which coin from where, on which day, and how customers are made whole."""

    incident: str
    kind: str
    day: date
    coin: str
    amount: int
    tier: str
    keeper: str
    method: str
    price: int


def incident_text(loss: Loss, sources: Mapping[str, str], *, frozen: bool) -> str:
    """An incident file; `sources` says who pays in which asset, as much as it takes."""
    day, coin = loss.day.isoformat(), loss.coin
    funding = "".join(
        f'[[funding]]\nsource = "{source}"\nasset = "{asset}"\namount = "{10 ** (13 if asset == _CURRENCY else 6)}"\n'
        f"available_on = {day}\n"
        for asset, source in sources.items()
    )
    mixed = f'[mixed.{coin}]\nin_kind = "3/10"\n' if loss.method == "mixed" else ""
    screening = '[screening]\nfrozen = "frozen.csv"\n' if frozen else ""
    return (
        f'id = "{loss.incident}"\nkind = "{loss.kind}"\noccurred_at = {day}T02:00:00+09:00\n'
        f'noticed_at = {day}T03:00:00+09:00\nmethod = "{loss.method}"\nlaw = ["jp-psa"]\n'
        f'[[loss]]\nasset = "{coin}"\nquantity = "{text(loss.amount, coin)}"\ntier = "{loss.tier}"\n'
        f'keeper = "{loss.keeper}"\n'
        f'[reference_price.{coin}]\nkind = "fixed"\ncurrency = "{_CURRENCY}"\nprice = "{loss.price}"\n'
        f"{mixed}{funding}{screening}"
    )


@dataclass(frozen=True, slots=True)
class Report:
    """What became of one payment, as whoever paid it says; `attempt` tells one try from the next."""

    batch: str
    key: str
    asset: str
    amount: int
    outcome: str
    reference: str
    reason: str


def write_settlement(file: Path, reports: Sequence[Report], *, cut: bool = False) -> Path:
    """A settlement file; one that was cut short lacks its last row."""
    lines = [
        f"{row.batch},{row.key},{row.asset},{text(row.amount, row.asset)},{row.outcome},{row.reference},{row.reason}"
        for row in reports
    ]
    total = text(sum(row.amount for row in reports), reports[0].asset)
    end = [] if cut else [f"end,{len(reports)},,{total},,,"]
    file.write_text("\n".join([SETTLEMENT_HEAD, *lines, *end]) + "\n", encoding="utf-8")
    return file


def write_statement(file: Path, identifier: str, day: date, lines: Sequence[tuple[Report, bool]]) -> Path:
    """A bank's statement (camt.053); each line is a payment, and whether it is the credit of one that came back."""
    moved = sum(report.amount if is_credit else -report.amount for report, is_credit in lines)
    entries = "".join(
        f'<Ntry><Amt Ccy="JPY">{report.amount}</Amt><CdtDbtInd>{"CRDT" if is_credit else "DBIT"}</CdtDbtInd>'
        f"<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{day}</Dt></BookgDt>"
        f"<AcctSvcrRef>{'C' if is_credit else 'D'}-{report.reference}</AcctSvcrRef>"
        f"<NtryDtls><TxDtls><Refs><EndToEndId>{report.key[:35]}</EndToEndId></Refs></TxDtls></NtryDtls></Ntry>"
        for report, is_credit in lines
    )
    balances = "".join(
        f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="JPY">{amount}</Amt>'
        f"<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>"
        for code, amount in (("OPBD", OPENING), ("CLBD", OPENING + moved))
    )
    file.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>'
        f"<Id>{identifier}</Id><Acct><Id><IBAN>JP00</IBAN></Id></Acct>{balances}{entries}</Stmt></BkToCstmrStmt>"
        "</Document>",
        encoding="utf-8",
    )
    return file


def write_distribution(folder: Path, made: Distribution, summary: str) -> Path:
    """What a workspace takes in of a round of an estate: what is due, what was paid, what waits, and the summary."""
    folder.mkdir()
    clearance, amounts = made.payments.clearance, {"amount": "pay_asset"}
    due = clearance.divided.payable.with_columns(pl.lit(made.days[-1]).alias("pay_on"))
    tables = {
        "payments": as_text(due, amounts, SCALES).select(*PAYMENT_COLUMNS),
        "paid": as_text(made.payments.paid, amounts, SCALES).select(*PAID_COLUMNS),
        "pending": as_text(clearance.divided.pending, amounts, SCALES).select(*PENDING_COLUMNS),
    }
    for name, rows in tables.items():
        rows.write_csv(folder / f"{name}.csv")
    (folder / "summary.json").write_text(summary, encoding="utf-8")
    names = [path.name for path in folder.iterdir()]
    (folder / FILES_FILE).write_text(json.dumps(files_document(folder, names)), encoding="utf-8")
    return folder
