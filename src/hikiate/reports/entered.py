"""What the software itself enters in the book as a memo or as words, which is English there, in both languages."""

import re
from collections.abc import Callable
from datetime import datetime

from hikiate.kernel.days import japan_text
from hikiate.kernel.wording import Term
from hikiate.reports.labels import VERDICTS

_OWN: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Term]], ...] = (
    (re.compile(r"request (\d+)"), lambda found: Term(found[0], f"申請 {found[1]}")),
    (
        re.compile(r"brought forward from pack ([0-9a-f]{64})"),
        lambda found: Term(found[0], f"パック {found[1]} からの繰越"),
    ),
    (re.compile(r"ledger of pack ([0-9a-f]{64})"), lambda found: Term(found[0], f"パック {found[1]} の元帳")),
    (re.compile(r"(\d+) links until (\d{4}-\d{2}-\d{2}T[\d:.]+Z)"), lambda found: _links(found[1], found[2])),
    (re.compile("in_order|in_breach"), lambda found: VERDICTS["in_order" if found[0] == "in_order" else "in_breach"]),
)


def entered_term(text: str) -> Term:
    """The text said in both languages where it is the software's own; what a person entered stays as it was."""
    for pattern, term in _OWN:
        found = pattern.fullmatch(text)
        if found:
            return term(found)
    return Term(text, text)


def _links(count: str, until: str) -> Term:
    at = japan_text(datetime.fromisoformat(until))
    return Term(f"links: {count}, good until {at}, Japan time", f"リンク {count} 件、有効期限 {at}")
