"""Replay: the cases listed, and one of them worked out beside what was published of it."""

from pathlib import Path

from hikiate.cli.language import language
from hikiate.cli.speech import put, put_json
from hikiate.facts import faults
from hikiate.kernel.amounts import AmountRefused, minor_units
from hikiate.kernel.findings import Finding, Refused
from hikiate.kernel.results import document_text
from hikiate.kernel.wording import Term
from hikiate.operations.counterfactual import Assumed
from hikiate.operations.replay import replay as work_out
from hikiate.remedy.case_packs import open_case
from hikiate.remedy.replays import replay_document
from hikiate.reports.compensation.replay import case_list, replay_text
from hikiate.storage.casebook import case_names, case_texts
from hikiate.storage.incident_files import read_toml_file
from hikiate.storage.lawbooks import library

LIST_SCHEMA = "hikiate/cases/1"
_POLICIES = Term("policies as in policies.toml of a pack", "パックの policies.toml と同じ形式の保険契約")


def replay(case: str | None, volume: str | None, policies: Path | None, *, as_json: bool, lang: str | None) -> None:
    """Replay a case, or list them all."""
    spoken = language(lang)
    if case is None:
        cases = [open_case(name, case_texts(name)).case for name in case_names()]
        if as_json:
            listed = [{"case": one.id, "en": one.title.en, "ja": one.title.ja} for one in cases]
            put_json({"schema": LIST_SCHEMA, "cases": listed})
        else:
            put(case_list(cases, spoken))
        return
    found = _unknown(case)
    annual_volume = None
    if volume is not None:
        try:
            annual_volume = minor_units(volume.replace(",", ""), 0)
        except AmountRefused:
            wanted = Term("whole yen, such as 1000000000000", "1000000000000 のような円単位の整数")
            found.append(faults.WRONG_VALUE.at("--volume", value=volume, wanted=wanted.en, wanted_ja=wanted.ja))
    text = None
    try:
        text = None if policies is None else read_toml_file(policies, _POLICIES)
    except Refused as refused:
        found += refused.faults
    if found:
        raise Refused(found)
    replayed = work_out(case, case_texts(case), library([]), Assumed(annual_volume, text))
    put(document_text(replay_document(replayed)) if as_json else replay_text(replayed, spoken))


def _unknown(case: str) -> list[Finding]:
    names = case_names()
    if case in names:
        return []
    shown = ", ".join(names)
    return [faults.WRONG_VALUE.at("CASE", value=case, wanted=f"one of {shown}", wanted_ja=f"次のいずれか: {shown}")]
