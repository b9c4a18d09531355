"""Who reads and who acts on the pages of cases, as roles of the workspace."""

READERS = ("admin", "maker", "approver", "risk", "viewer", "auditor", "supervisor")
"""Whoever has a role reads what names no customer."""

PERSONAL = ("maker", "approver", "auditor", "supervisor")
"""Who reads what names customers; each view is noted."""

MAKER = ("maker",)
APPROVER = ("approver",)
