"""Cases: incidents to their last payment, approvals, disputes, proofs, the journal and the audit trail."""
