"""Replay: the cases listed, and one of them worked out beside what was published of it."""

from collections.abc import Sequence
from pathlib import Path

from hikiate.cli.language import language
from hikiate.cli.speech import put, put_json
from hikiate.facts import faults
from hikiate.kernel.amounts import AmountRefused, minor_units
from hikiate.kernel.findings import Finding, Refused
from hikiate.kernel.results import document_text
from hikiate.kernel.wording import Language, Term
from hikiate.operations.counterfactual import Assumed
from hikiate.operations.estate_replay import replay_estate
from hikiate.operations.replay import replay as work_out
from hikiate.remedy.case_packs import open_case
from hikiate.remedy.estate_replays import replay_document as estate_document
from hikiate.remedy.replays import replay_document
from hikiate.reports.compensation.replay import replay_text
from hikiate.reports.estate.replay import case_list
from hikiate.reports.estate.replay import replay_text as estate_text
from hikiate.storage.casebook import case_names, case_texts
from hikiate.storage.estate_cases import case_title, estate_cases
from hikiate.storage.incident_files import read_toml_file
from hikiate.storage.lawbooks import library, regimes

LIST_SCHEMA = "hikiate/cases/1"
_POLICIES = Term("policies as in policies.toml of a pack", "パックの policies.toml と同じ形式の保険契約")


def replay(case: str | None, volume: str | None, policies: Path | None, *, as_json: bool, lang: str | None) -> None:
    """Replay a case, or list them all."""
    spoken = language(lang)
    if case is None:
        _list(spoken, as_json=as_json)
        return
    found = _unknown(case)
    if case in estate_cases():
        found += [_not_of_estates(name) for name, told in (("--volume", volume), ("--policies", policies)) if told]
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
    if case in estate_cases():
        failed = replay_estate(case, estate_cases()[case], regimes().rulebooks)
        put(document_text(estate_document(failed)) if as_json else estate_text(failed, spoken))
        return
    replayed = work_out(case, case_texts(case), library([]), Assumed(annual_volume, text))
    put(document_text(replay_document(replayed)) if as_json else replay_text(replayed, spoken))


def _list(spoken: Language, *, as_json: bool) -> None:
    """Every case: incidents first, then exchanges that failed."""
    titles = [(one.id, one.title) for one in (open_case(name, case_texts(name)).case for name in case_names())]
    titles += [(name, case_title(text)) for name, text in estate_cases().items()]
    if as_json:
        put_json(
            {"schema": LIST_SCHEMA, "cases": [{"case": name, "en": title.en, "ja": title.ja} for name, title in titles]}
        )
    else:
        put(case_list(titles, spoken))


def _not_of_estates(option: str) -> Finding:
    return faults.WRONG_VALUE.at(
        option,
        value=option,
        wanted="an incident; an exchange that failed is worked out without it",
        wanted_ja="流出等の事例（破綻事例では指定できません）",
    )


def case_known(cases: Sequence[str]) -> Sequence[str]:
    """The incidents of these names; Refused with every name that is none of an incident."""
    names = case_names()
    shown = ", ".join(names)
    found = [
        faults.WRONG_VALUE.at("--case", value=case, wanted=f"one of {shown}", wanted_ja=f"次のいずれか: {shown}")
        for case in cases
        if case not in names
    ]
    if found:
        raise Refused(found)
    return cases


def _unknown(case: str) -> list[Finding]:
    names = [*case_names(), *estate_cases()]
    if case in names:
        return []
    shown = ", ".join(names)
    return [faults.WRONG_VALUE.at("CASE", value=case, wanted=f"one of {shown}", wanted_ja=f"次のいずれか: {shown}")]
