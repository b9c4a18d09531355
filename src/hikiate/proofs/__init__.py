"""Proof of liabilities: the tree, a customer's proof, its verification; and proof of control of an address."""
