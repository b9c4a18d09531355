"""What the database itself refuses, whatever program writes to it: SQL of the triggers for SQLite and PostgreSQL.

No row is changed or taken out. A posting or a record joins nothing that is sealed already. An entry and a decision
follow the last one in number, digest and time, and an entry seals exactly the postings that it counts. Together with
the constraints of the tables (two different accounts, one amount above zero) no entry can be out of balance.
"""

from collections.abc import Iterator, Sequence

GENESIS = "0" * 64

FIRST_TABLES = (
    "member", "approval_limit", "asset", "pack", "close", "finding", "finding_step", "approval_request", "approval",
    "incident", "incident_closed", "determination", "payment", "batch", "batch_retry", "batch_release", "settlement",
    "payout_outcome", "payment_set_aside", "funding",
)  # fmt: skip
"""The tables of records that the triggers of the first migrations stand on."""
CLAIM_TABLES = ("estate", "estate_claim", "estate_claim_step", "estate_election")
"""Those that came with estates."""
FLOW_TABLES = ("bank_statement", "bank_settlement", "payment_came_back", "proof", "day_run", "notice", "notice_step")
"""Those that came with statements of banks, published proofs, days that run by themselves, and notices."""
RECORD_TABLES = (*FIRST_TABLES, *CLAIM_TABLES, *FLOW_TABLES)
CHAIN_TABLES = ("journal_entry", "journal_posting", "journal_balance", "decision")
GUARDED = (
    "reserve_assets", "guarantee_assets", "insurance_receivable", "payout_funds", "reserve_liability",
    "compensation_payable", "payout_clearing",
)  # fmt: skip
"""The accounts that the first migrations guard."""
CLAIM_GUARDED = ("estate_pools", "admitted_claims", "disputed_claims")
"""Those that came with estates."""
_AMOUNTS = {
    "journal_posting": ("amount",),
    "journal_balance": ("amount",),
    "approval_limit": ("amount_max", "amount_two_above"),
    "payment": ("amount",),
    "batch": ("amount",),
    "payout_outcome": ("amount",),
    "funding": ("amount",),
    "payment_came_back": ("amount",),
    "estate_claim": ("amount",),
    "estate_claim_step": ("amount", "admitted", "disputed"),
}
_CHAINED = (
    ("NEW.number <> coalesce((SELECT max(number) FROM {table}), 0) + 1", "its number does not follow"),
    (
        "NEW.previous <> coalesce((SELECT digest FROM {table} WHERE number = NEW.number - 1), '{genesis}')",
        "its digest does not follow",
    ),
    (
        "NEW.at < coalesce((SELECT at FROM {table} WHERE number = NEW.number - 1), '')",
        "it is before the one that it follows",
    ),
)
_COUNTED = (
    "(SELECT count(*) FROM journal_posting WHERE entry_id = NEW.number"
    " AND id BETWEEN NEW.last_posting - NEW.postings + 1 AND NEW.last_posting) <> NEW.postings"
)
_OTHER_MAKER = "NEW.maker <> coalesce((SELECT maker FROM approval_request WHERE request = NEW.request), '')"
_BEHIND = "NEW.id <= coalesce((SELECT max(id) FROM {table}), 0)"
_TWICE = (
    "EXISTS (SELECT 1 FROM {of} earlier.incident = {new}.incident AND earlier.line = {new}.line"
    " AND earlier.outcome = 'paid' AND {new}.outcome = 'paid' AND earlier.id <> {new}.id"
    " AND NOT EXISTS (SELECT 1 FROM payment_came_back back WHERE back.incident = earlier.incident"
    " AND back.line = earlier.line AND back.attempt = earlier.attempt))"
)
_UNPAID = (
    "NOT EXISTS (SELECT 1 FROM payout_outcome paid WHERE paid.incident = NEW.incident AND paid.line = NEW.line"
    " AND paid.attempt = NEW.attempt AND paid.outcome = 'paid' AND paid.amount = NEW.amount)"
)
_GUARDED_BELOW = "NEW.account IN ({}) AND {}"


def refusals(table: str) -> Iterator[tuple[str, str]]:
    """What is refused of a new row, as SQL over NEW, each with its words."""
    if table in {"journal_entry", "decision"}:
        yield from ((condition.format(table=table, genesis=GENESIS), words) for condition, words in _CHAINED)
    if table == "journal_entry":
        yield _COUNTED, "its postings are not those that it counts"
    if table == "approval":
        yield _OTHER_MAKER, "its maker is not the maker of the request"


def sqlite(tables: Sequence[str] = (*CHAIN_TABLES, *FIRST_TABLES)) -> Iterator[str]:
    """The triggers of SQLite for some tables, one statement each."""
    for table in tables:
        yield from _only_added(table)
        yield _new_on_sqlite(table, GUARDED)


def sqlite_of_claims() -> Iterator[str]:
    """What SQLite refuses since there are estates: the same of their tables, and that their accounts be overdrawn."""
    yield "DROP TRIGGER journal_balance_new"
    yield _new_on_sqlite("journal_balance", (*GUARDED, *CLAIM_GUARDED))
    yield from sqlite(CLAIM_TABLES)


def _only_added(table: str) -> Iterator[str]:
    for verb in ("UPDATE", "DELETE"):
        words = f"SELECT RAISE(ABORT, '{table} is only ever added to')"
        yield f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} BEGIN {words}; END"


def _new_on_sqlite(table: str, guarded: Sequence[str]) -> str:
    """What is refused of a new row, in one trigger."""
    found = list(refusals(table))
    key = "number" if table in {"journal_entry", "decision"} else "id"
    if table in {"journal_posting", "journal_balance"}:
        found.append(("EXISTS (SELECT 1 FROM journal_entry WHERE number = NEW.entry_id)", "its entry is sealed"))
    if table in RECORD_TABLES:
        found.append(("EXISTS (SELECT 1 FROM decision WHERE number = NEW.decision_id)", "its decision is sealed"))
    if key == "id" and table != "journal_balance":
        found.append((_BEHIND.format(table=table), "its number does not follow"))
    found += [(_no_sqlite_amount(column), "no amount") for column in _AMOUNTS.get(table, ())]
    if table == "journal_balance":
        below = "NEW.amount < 0 OR substr(NEW.amount, 1, 1) = '-'"
        found.append((_guarded(below, guarded), "it would be overdrawn"))
    cases = " ".join(f"WHEN {condition} THEN RAISE(ABORT, '{table}: {words}')" for condition, words in found)
    return f"CREATE TRIGGER {table}_new BEFORE INSERT ON {table} BEGIN SELECT CASE {cases} END; END"


def _no_sqlite_amount(column: str) -> str:
    """SQLite compares text and numbers by their kind, so the form of an amount is spelt out."""
    value = f"NEW.{column}"
    digits = f"ltrim({value}, '-')"
    beyond = f"length({digits}) BETWEEN 19 AND 39 AND {digits} NOT GLOB '*[^0-9]*' AND substr({digits}, 1, 1) <> '0'"
    return f"typeof({value}) <> 'integer' AND NOT (typeof({value}) = 'text' AND {beyond})"


def _guarded(below: str, guarded: Sequence[str]) -> str:
    return _GUARDED_BELOW.format(", ".join(f"'{name}'" for name in guarded), f"({below})")


def postgresql(tables: Sequence[str] = (*CHAIN_TABLES, *FIRST_TABLES)) -> Iterator[str]:
    """The triggers of PostgreSQL for some tables, one statement each; those over many rows run once a statement."""
    if "journal_entry" in tables:
        yield from _shared_functions()
    for table in tables:
        yield from _on_postgresql(table)
    if "journal_balance" in tables:
        yield _not_overdrawn(GUARDED)
    yield from _of_127_bits(tables)


def postgresql_of_claims() -> Iterator[str]:
    """What PostgreSQL refuses since there are estates, as `sqlite_of_claims`."""
    yield "ALTER TABLE journal_balance DROP CONSTRAINT balance_not_overdrawn"
    yield _not_overdrawn((*GUARDED, *CLAIM_GUARDED))
    yield from postgresql(CLAIM_TABLES)


def _on_postgresql(table: str) -> Iterator[str]:
    yield (
        f"CREATE TRIGGER {table}_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION hikiate_only_added()"
    )
    opened = "hikiate_open_decision" if table in RECORD_TABLES else "hikiate_open_entry"
    if table not in {"journal_entry", "decision"}:
        yield (
            f"CREATE TRIGGER {table}_open AFTER INSERT ON {table} REFERENCING NEW TABLE AS added"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {opened}()"
        )
    found = list(refusals(table))
    if found:
        body = " ".join(
            f"IF {condition} THEN RAISE EXCEPTION '{table}: {words}'; END IF;" for condition, words in found
        )
        yield _function(f"hikiate_new_{table}", f"{body} RETURN NEW;")
        yield (
            f"CREATE TRIGGER {table}_new BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION hikiate_new_{table}()"
        )


def _not_overdrawn(guarded: Sequence[str]) -> str:
    below = _guarded("amount < 0", guarded).replace("NEW.", "")
    return f"ALTER TABLE journal_balance ADD CONSTRAINT balance_not_overdrawn CHECK (NOT ({below}))"


def _of_127_bits(tables: Sequence[str]) -> Iterator[str]:
    for table in tables:
        for column in _AMOUNTS.get(table, ()):
            yield f"ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_bits CHECK (abs({column}) < 2::numeric ^ 127)"


def _shared_functions() -> Iterator[str]:
    yield _function("hikiate_only_added", "RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME;")
    sealed = "IF EXISTS (SELECT 1 FROM added JOIN {of} ON {of}.number = added.{key}) THEN {raised} END IF; RETURN NULL;"
    raised = "RAISE EXCEPTION '%: what it belongs to is sealed', TG_TABLE_NAME;"
    yield _function("hikiate_open_entry", sealed.format(of="journal_entry", key="entry_id", raised=raised))
    yield _function("hikiate_open_decision", sealed.format(of="decision", key="decision_id", raised=raised))


def paid_once(vendor: str) -> Iterator[str]:
    """The triggers by which a line is paid once, and once more only where the payment before came back."""
    if vendor == "sqlite":
        for table, condition, words in (
            ("payout_outcome", _TWICE.format(new="NEW", of="payout_outcome earlier WHERE"), "the line is paid already"),
            ("payment_came_back", _UNPAID, "it was not paid"),
        ):
            raised = f"SELECT RAISE(ABORT, '{table}: {words}')"
            yield f"CREATE TRIGGER {table}_once BEFORE INSERT ON {table} WHEN {condition} BEGIN {raised}; END"
        return
    raised = "RAISE EXCEPTION 'payout_outcome: the line is paid already';"
    found = _TWICE.format(new="added", of="added JOIN payout_outcome earlier ON")
    yield _function("hikiate_paid_once", f"IF {found} THEN {raised} END IF; RETURN NULL;")
    yield (
        "CREATE TRIGGER payout_outcome_once AFTER INSERT ON payout_outcome REFERENCING NEW TABLE AS added"
        " FOR EACH STATEMENT EXECUTE FUNCTION hikiate_paid_once()"
    )
    raised = "RAISE EXCEPTION 'payment_came_back: it was not paid';"
    yield _function("hikiate_came_back", f"IF {_UNPAID} THEN {raised} END IF; RETURN NEW;")
    yield (
        "CREATE TRIGGER payment_came_back_once BEFORE INSERT ON payment_came_back"
        " FOR EACH ROW EXECUTE FUNCTION hikiate_came_back()"
    )


def _function(name: str, body: str) -> str:
    return f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN {body} END $body$"
