"""The policy for incidents: read as it was decided, its steps in order of time, or refused by name."""

from datetime import date

import pytest
from handed_in import EXCHANGE, POLICY

from hikiate.facts.exchange import read_exchange
from hikiate.facts.incident_policy import IncidentPolicy, Step, read_incident_policy
from hikiate.facts.policies import read_policies
from hikiate.kernel.findings import Refused
from hikiate.kernel.wording import Term

HOME = read_exchange(EXCHANGE)
FULL = """
[incident_policy]
decided_on = 2026-04-01
method = "in_kind"
en = "All of it, in kind."
ja = "全額を同種・同量でお返しします。"
[[incident_policy.step]]
within = 5
days = "business"
en = "Payment begins."
ja = "返還を開始します。"
[[incident_policy.step]]
within = 0
days = "calendar"
en = "Withdrawals stop."
ja = "出金を停止します。"
"""


def test_a_policy_is_read_with_its_steps_in_order_of_time() -> None:
    """What is done at once stands first, however the file has it."""
    read = read_incident_policy(FULL, "policies.toml")
    assert read == IncidentPolicy(
        date(2026, 4, 1),
        "in_kind",
        Term("All of it, in kind.", "全額を同種・同量でお返しします。"),
        (
            Step(0, "calendar", Term("Withdrawals stop.", "出金を停止します。")),
            Step(5, "business", Term("Payment begins.", "返還を開始します。")),
        ),
    )


def test_it_stands_beside_policies_of_insurance() -> None:
    """One file holds both; each is read without the other."""
    assert [policy.id for policy in read_policies(POLICY + FULL, HOME)] == ["P1"]
    assert read_incident_policy(POLICY, "policies.toml") is None
    assert read_incident_policy(POLICY + FULL, "policies.toml") is not None


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ("decided_on = 2026-04-01", "decided_on = 4", "policies.toml incident_policy key decided_on"),
        ('method = "in_kind"', 'method = "later"', "policies.toml incident_policy key method"),
        ('ja = "全額を同種・同量でお返しします。"', "", "policies.toml incident_policy"),
        ("within = 5", "within = -5", "policies.toml incident_policy step 1 key within"),
        ("within = 5", "", "policies.toml incident_policy step 1"),
        ('days = "business"', 'days = "week"', "policies.toml incident_policy step 1 key days"),
        ('en = "Payment begins."', 'en = ""', "policies.toml incident_policy step 1 key en"),
        ("within = 5", "within = 5\nmore = 1", "policies.toml incident_policy step 1"),
        ("decided_on", "more = 1\ndecided_on", "policies.toml incident_policy"),
    ],
)
def test_what_is_wrong_is_refused_at_its_place(before: str, after: str, place: str) -> None:
    """Also by whoever reads the file for its policies of insurance."""
    with pytest.raises(Refused) as alone:
        read_incident_policy(FULL.replace(before, after, 1), "policies.toml")
    assert [fault.where for fault in alone.value.faults] == [place]
    with pytest.raises(Refused) as together:
        read_policies(POLICY + FULL.replace(before, after, 1), HOME)
    assert together.value.faults == alone.value.faults
