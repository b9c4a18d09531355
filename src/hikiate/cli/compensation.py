"""Compensate: a pack and an incident to a folder of what every customer gets, who pays it, and the files to pay by."""

from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from hikiate.cli.language import language
from hikiate.cli.speech import progress, put, say
from hikiate.facts import faults
from hikiate.facts.columns import Column, Kind, TableSpec
from hikiate.facts.exchange import Exchange
from hikiate.facts.pack import Pack, Step, read_pack
from hikiate.facts.raw import RawTable
from hikiate.facts.rows import read_table
from hikiate.facts.tables import TRADES
from hikiate.kernel.digests import digest, sha256
from hikiate.kernel.findings import Finding, Refused, Severity
from hikiate.kernel.results import document, document_text
from hikiate.kernel.wording import Language, Term
from hikiate.operations.compensate import Beside, Compensation, compensate
from hikiate.operations.payouts import Paperwork, coins_of, payment_files
from hikiate.remedy.claims import ACCOUNTS, MOVEMENTS
from hikiate.remedy.incident import Incident
from hikiate.remedy.incident_reader import read_incident
from hikiate.remedy.payees import DESTINATIONS, PAYEES, read_payout_tables
from hikiate.remedy.payouts.part370 import part370_files
from hikiate.remedy.payouts.terms import read_payout_terms
from hikiate.remedy.tables import as_text, determination_text
from hikiate.reports.legible import legible
from hikiate.storage.iterations import DETERMINATION, FILES_FILE, PAID, SUMMARY_FILE, files_document, read_iteration
from hikiate.storage.lawbooks import library
from hikiate.storage.packs import open_pack, open_table
from hikiate.storage.proof_store import require_free
from hikiate.storage.result_folder import ResultFolder, TableForm
