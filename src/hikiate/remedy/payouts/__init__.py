"""Payouts: from what a customer is entitled to, to the files by which a bank and a custodian pay it."""
