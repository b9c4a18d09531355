"""The names that a pack's folder may hold."""

from hikiate.facts.exchange import FILE as EXCHANGE_FILE
from hikiate.facts.pack import IMPORTS_FILE
from hikiate.facts.policies import FILE as POLICIES_FILE
from hikiate.facts.registry import FILE as REGISTRY_FILE
from hikiate.facts.tables import TABLES

SUFFIXES = (".csv", ".parquet")
EVIDENCE_FILES = (POLICIES_FILE, REGISTRY_FILE, IMPORTS_FILE)
TEXT_FILES = (EXCHANGE_FILE, *EVIDENCE_FILES)
PACK_FILES = frozenset({*TEXT_FILES, *(name + suffix for name in TABLES for suffix in SUFFIXES)})

LEFT_BY_DESKTOPS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""What file managers leave in a folder that somebody looked at; neither read nor refused."""
