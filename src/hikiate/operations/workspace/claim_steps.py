"""What is done about claims on an estate (届出・認否・異議): filed by one person, and changed only by two.

Everything that changes what stands is asked for by one and approved by another; the request says what stands before
and after it. Until a claim is examined, what it says above what stands is reserved. Nothing is deleted.

Tests of a filing, in order: (1) the estate is open and the asset known; (2) the day lies between the petition and
today; (3) a late one says why; (4) the account has no other claim that it does not correct; (5) above what the ledger
says there is evidence.
"""

from dataclasses import dataclass
from datetime import date

from hikiate.book.decisions import DecisionDraft
from hikiate.book.records import ClaimFiled, EstateOpened
from hikiate.facts.faults import BLANK
from hikiate.kernel.amounts import amount_text
from hikiate.kernel.findings import Finding, Given, Refused
from hikiate.operations.workspace.approvals import Wish, asked
from hikiate.operations.workspace.claim_faults import (
    CLAIM_SETTLED,
    MORE_THAN_FILED,
    NO_EVIDENCE,
    NO_REASON,
    NOTHING_TO_CORRECT,
    SECOND_CLAIM,
    UNKNOWN_CLAIM,
    WRONG_DAY,
)
from hikiate.operations.workspace.claims import (
    ADMITTED,
    DISPUTED,
    STATES,
    Account,
    LedgerOf,
    Standing,
    filings,
    is_withdrawn,
    not_there,
    standing,
    state_of,
    steps,
)
from hikiate.operations.workspace.estates import estate_of
from hikiate.operations.workspace.findings import day_in_japan
from hikiate.operations.workspace.incidents import require_open
from hikiate.operations.workspace.people import amount_of, require, said_amount, scale_of
from hikiate.operations.workspace.ports import Act, Done, Unit, last
from hikiate.remedy.estate_kinds import ABOVE_LEDGER


@dataclass(frozen=True, slots=True)
class Filing:
    """A claim as it comes in; `evidence` is the SHA-256 of a kept file, or nothing."""

    customer: str
    asset: str
    amount: str
    filed_on: date
    corrects: int = 0
    evidence: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is done: words, and the SHA-256 of a kept file that shows it, or nothing."""

    words: str = ""
    evidence: str = ""


class ClaimsDesk:
    """Somebody at work on the claims of one open estate. Refused where there is none, or by whoever is no maker."""

    def __init__(self, unit: Unit, act: Act, estate: str, ledger: LedgerOf) -> None:
        require(unit, act, "maker")
        self.unit, self.act, self.ledger = unit, act, ledger
        self.opened: EstateOpened = estate_of(unit, estate)
        require_open(unit, estate)
        self.estate, self.entered_on = estate, day_in_japan(act.at).isoformat()

    def file(self, filing: Filing) -> Done:
        """Enter a claim; the same filing again is said, not doubled."""
        amount, day = amount_of(self.unit, filing.asset, filing.amount, Given("amount")), filing.filed_on.isoformat()
        account = Account(self.estate, filing.customer, filing.asset)
        words = (amount, day, filing.evidence, filing.corrects)
        for known in filings(self.unit, account):
            if (known.amount, known.filed_on, known.evidence, known.corrects) == words:
                return Done(known.claim, already=True)
        is_late = bool(self.opened.claims_until) and day > self.opened.claims_until
        found = self._filing_faults(filing, account, amount)
        if is_late and not filing.words.strip():
            found.append(NO_REASON.at(Given("words")))
        if found:
            raise Refused(found)
        record = ClaimFiled(
            estate=self.estate,
            claim=self.unit.count(ClaimFiled, estate=self.estate) + 1,
            customer=filing.customer,
            asset=filing.asset,
            amount=amount,
            filed_on=day,
            entered_on=self.entered_on,
            timing="late" if is_late else "timely",
            corrects=filing.corrects,
            evidence=filing.evidence,
            words=filing.words,
        )
        subject = f"{self.estate}/claim/{record.claim}"
        self.unit.decide(DecisionDraft(self.act.at, self.act.by, "claim.file", subject, filing.words), [record])
        return Done(record.claim)

    def _filing_faults(self, filing: Filing, account: Account, amount: int) -> list[Finding]:
        found = [BLANK.at(Given("customer"))] if not filing.customer.strip() else []
        found += [BLANK.at(Given("amount"))] if amount == 0 else []
        if not self.opened.petition_on <= filing.filed_on.isoformat() <= self.entered_on:
            found.append(
                WRONG_DAY.at(
                    Given("on"), value=filing.filed_on, petition=self.opened.petition_on, today=self.entered_on
                )
            )
        before = last(filings(self.unit, account))
        if before is not None and filing.corrects != before.claim:
            found.append(
                SECOND_CLAIM.at(Given("corrects"), number=before.claim, customer=filing.customer, asset=filing.asset)
            )
        elif before is None and filing.corrects:
            number, estate = filing.corrects, self.estate
            found.append(
                NOTHING_TO_CORRECT.at(
                    Given("corrects"), number=number, customer=filing.customer, asset=filing.asset, estate=estate
                )
            )
        of_ledger = self.ledger(filing.customer, filing.asset)
        if amount > of_ledger and not filing.evidence:
            claimed, stands = (said_amount(self.unit, filing.asset, minor) for minor in (amount, of_ledger))
            found.append(
                ABOVE_LEDGER.at(
                    Given("amount"), customer=filing.customer, asset=filing.asset, claimed=claimed, ledger=stands
                )
            )
        return found

    def examine(self, number: int, admitted: str, disputed: str, reason: Reason) -> Done:
        """Ask to admit a part of a claim and to dispute another; the rest is rejected, for which a reason is needed."""
        claim = self._waiting(number)
        parts = [
            amount_of(self.unit, claim.asset, text, where)
            for where, text in ((Given("admit"), admitted), (Given("dispute"), disputed))
        ]
        if sum(parts) > claim.amount:
            value, wanted = (said_amount(self.unit, claim.asset, minor) for minor in (sum(parts), claim.amount))
            raise Refused([MORE_THAN_FILED.at(Given("admit"), value=value, wanted=wanted, asset=claim.asset)])
        if parts[0] < claim.amount:
            _require_reason(reason)
        return self._ask("examined", self._account(claim), claim.amount, Standing(*parts), reason)

    def withdraw(self, number: int, reason: Reason) -> Done:
        """Ask to take a claim out that waits to be examined; what stood before it stands."""
        claim = self._waiting(number)
        _require_reason(reason)
        account = self._account(claim)
        return self._ask("withdrawn", account, claim.amount, standing(self.unit, account, self.ledger), reason)

    def object_to(self, customer: str, asset: str, amount: str, reason: Reason) -> Done:
        """Ask to dispute a part of what is admitted: from then on it is reserved until it is decided."""
        account = Account(self.estate, customer, asset)
        _require_reason(reason)
        stands, minor = self._of_admitted(account, amount)
        after = Standing(stands.admitted - minor, stands.disputed + minor)
        return self._ask("objected", account, minor, after, reason)

    def decide(self, customer: str, asset: str, allowed: str, reason: Reason) -> Done:
        """Ask to end a dispute as it was decided: so much of it is admitted, and the rest falls away."""
        account = Account(self.estate, customer, asset)
        _require_reason(reason, with_evidence=True)
        minor, stands = amount_of(self.unit, asset, allowed, Given("amount")), standing(self.unit, account, self.ledger)
        if minor > stands.disputed or not stands.disputed:
            raise Refused([not_there(self.unit, account, stands.disputed, DISPUTED)])
        return self._ask("decided", account, minor, Standing(stands.admitted + minor), reason)

    def set_off(self, customer: str, asset: str, amount: str, reason: Reason) -> Done:
        """Ask to set off what the customer owes the estate; the same evidence again is the same set-off."""
        account = Account(self.estate, customer, asset)
        for step in steps(self.unit, account):
            if (step.kind, step.evidence) == ("set_off", reason.evidence):
                return Done(step.request, already=True)
        _require_reason(reason, with_evidence=True)
        stands, minor = self._of_admitted(account, amount)
        return self._ask("set_off", account, minor, Standing(stands.admitted - minor, stands.disputed), reason)

    def _waiting(self, number: int) -> ClaimFiled:
        """A claim that waits to be examined."""
        claim = next(self.unit.rows(ClaimFiled, estate=self.estate, claim=number), None)
        if claim is None:
            raise Refused([UNKNOWN_CLAIM.at(Given("number"), number=number, estate=self.estate)])
        state = state_of(self.unit, claim)
        if state != "filed":
            raise Refused([CLAIM_SETTLED.at(Given("number"), number=number, value=STATES[state])])
        return claim

    def _account(self, claim: ClaimFiled) -> Account:
        return Account(self.estate, claim.customer, claim.asset)

    def _of_admitted(self, account: Account, text: str) -> tuple[Standing, int]:
        """What stands, and an amount above zero of what is admitted of it."""
        minor, stands = (
            amount_of(self.unit, account.asset, text, Given("amount")),
            standing(self.unit, account, self.ledger),
        )
        if minor == 0:
            raise Refused([BLANK.at(Given("amount"))])
        if minor > stands.admitted:
            raise Refused([not_there(self.unit, account, stands.admitted, ADMITTED)])
        return stands, minor

    def _ask(self, kind: str, account: Account, amount: int, after: Standing, reason: Reason) -> Done:
        """Ask for a step; limits are held against what it is about."""
        before = standing(self.unit, account, self.ledger)
        scale = scale_of(self.unit, account.asset)
        filed = last(claim for claim in filings(self.unit, account) if not is_withdrawn(self.unit, claim))
        said: dict[str, object] = {
            "customer": account.customer,
            "asset": account.asset,
            "claim": filed.claim if filed else 0,
            "admitted_before": amount_text(before.admitted, scale),
            "disputed_before": amount_text(before.disputed, scale),
            "admitted": amount_text(after.admitted, scale),
            "disputed": amount_text(after.disputed, scale),
            "amount": amount_text(amount, scale),
            "words": reason.words,
            "evidence": reason.evidence,
        }
        listed = {account.asset: amount} if amount else {}
        return asked(self.unit, self.act, Wish(f"claim.{kind}", f"{self.estate}/{account.customer}", listed, said))


def _require_reason(reason: Reason, *, with_evidence: bool = False) -> None:
    found = [NO_REASON.at(Given("words"))] if not reason.words.strip() else []
    found += [NO_EVIDENCE.at(Given("evidence"))] if with_evidence and not reason.evidence else []
    if found:
        raise Refused(found)
