"""Transfers: travel-rule records, complete or held, and coins that go to or come from unhosted wallets."""
