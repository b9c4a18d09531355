"""The database of a workspace: SQLite in the box, PostgreSQL by HIKIATE_DATABASE_URL; Django holds its schema.

Every table is only ever added to: triggers refuse a change and a removal, and each record is sealed by its decision.
"""
