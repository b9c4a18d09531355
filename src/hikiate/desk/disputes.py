"""Disputes as both faces say them: their reasons, outcomes and states, and an answer as it is written."""

import json
from collections.abc import Container
from datetime import date

from hikiate.kernel.wording import Term
from hikiate.proofs.disputes import Register
from hikiate.proofs.disputes_papers import Answer, Outcome, Reason, answer_document

REASONS: dict[Reason, Term] = {
    "no_proof": Term("no proof", "証明書がない"),
    "check_failed": Term("a check failed", "検証が不適合"),
    "balance_differs": Term("the balance differs", "残高の相違"),
    "other": Term("other", "その他"),
}
OUTCOMES: dict[Outcome, Term] = {
    "balance_corrected": Term("balance corrected", "残高を訂正"),
    "proof_reissued": Term("proof reissued", "証明書を再発行"),
    "claim_rejected": Term("claim rejected", "申立てを認めず"),
    "withdrawn": Term("withdrawn", "取下げ"),
}
STATES = {
    "overdue": Term("OVERDUE", "期限超過"),
    "open": Term("open", "未回答"),
    "answered": Term("answered", "回答済み"),
}
"""How a dispute stands, the most urgent first."""


def dispute_state(register: Register, number: str, day: date, answered: Container[str]) -> str:
    """How a dispute stands on a day, given the numbers of those that were answered by then."""
    if number in answered:
        return "answered"
    return "overdue" if register.due(number) < day else "open"


def answer_content(number: str, outcome: str, words: str, by: str, day: date) -> bytes:
    """An answer as it is written; it is read strictly where it is entered."""
    paper = answer_document(Answer(number, outcome, words, by, day))  # type: ignore[arg-type]  # as said above
    return (json.dumps(paper, ensure_ascii=False, indent=1) + "\n").encode(errors="surrogatepass")
