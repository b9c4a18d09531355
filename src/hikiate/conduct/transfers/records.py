"""Travel-rule records: what one lacks by the law of the day, and where it contradicts the transfer it belongs to.

A wallet identifier may have a tag or a memo after a colon, which the address of a transfer has not. Names of providers
are compared as screening compares names: width, case, legal forms and the order of words make no difference.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import polars as pl

from hikiate.conduct.screening.spelling import spellings
from hikiate.conduct.transfers.moved import Transfer
from hikiate.conduct.transfers.rules import Need, need_term
from hikiate.facts.transfer_tables import TravelRecord
from hikiate.kernel.wording import Term

_HEX = "0x"
_ENDS = {
    "originator": Term("originator", "送付人"),
    "beneficiary": Term("beneficiary", "受取人"),
}


def told(record: TravelRecord, end: str) -> frozenset[str]:
    """What a record tells of the originator or of the beneficiary, by the words that provisions use."""
    values: Mapping[str, object] = record._asdict()
    columns = {
        "name": (f"{end}_name",),
        "wallet": (f"{end}_wallet",),
        "address": (f"{end}_address",),
        "country": (f"{end}_country",),
        "number": (f"{end}_number",),
        "identity": (f"{end}_identity",),
        "birth": (f"{end}_birth_date", f"{end}_birth_place"),
    }
    found = {word for word, names in columns.items() if all(values.get(name) is not None for name in names)}
    return frozenset(found | ({"name"} if values[f"{end}_local_name"] is not None else set()))


def lacking(record: TravelRecord, needs: Mapping[str, Sequence[Need]]) -> Iterator[Term]:
    """What a record does not tell of each end and ought to."""
    for end, wanted in needs.items():
        known = told(record, end)
        for need in wanted:
            if not any(set(way) <= known for way in need):
                words, of = need_term(need), _ENDS[end]
                yield Term(f"{of.en}: {words.en}", f"{of.ja}の{words.ja}")


def contradictions(record: TravelRecord, transfer: Transfer) -> Iterator[Term]:
    """Where a record says something else than the transfer."""
    ours, theirs, provider = (
        (record.originator_number, record.beneficiary_wallet, record.beneficiary_provider)
        if transfer.direction == "sent"
        else (record.beneficiary_number, None, record.originating_provider)
    )
    row = transfer.row
    if ours is not None and ours != row.customer:
        yield Term(f"customer {ours}, not {row.customer}", f"顧客識別番号 {ours}（移転の利用者は {row.customer}）")
    if theirs is not None and not _is_wallet(theirs, row.address):
        yield Term(f"wallet {theirs}, not {row.address}", f"識別子 {theirs}（移転先は {row.address}）")
    if provider is not None and row.platform is not None and _spelt(provider).isdisjoint(_spelt(row.platform)):
        yield Term(f"provider {provider}, not {row.platform}", f"業者 {provider}（移転の記載は {row.platform}）")


def full_name(record: TravelRecord, end: str) -> str | None:
    """The name at one end, family and given; None where there is none."""
    values: Mapping[str, object] = record._asdict()
    parts = [str(values[name]) for name in (f"{end}_name", f"{end}_given") if values[name] is not None]
    return " ".join(parts) or None


def _is_wallet(told_wallet: str, address: str) -> bool:
    wallet, known = (text.lower() if text[:2].lower() == _HEX else text for text in (told_wallet, address))
    return wallet == known or wallet.startswith(f"{known}:")


@cache
def _spelt(name: str) -> frozenset[str]:
    return frozenset(spellings(pl.LazyFrame({"name": [name]}), "name").collect()["spelling"])
