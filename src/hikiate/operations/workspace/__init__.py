"""The verbs of a workspace: what named people do with packs, the reserve, incidents and payouts, step by step.

Each verb reads the book, refuses with all its reasons or writes postings and records with one decision. It knows the
book by the small Protocol in `ports`, so that it is the same in a database and in memory; time and users come in.
"""
