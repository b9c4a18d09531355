"""Verify: a proof held against a published root, told step by step; loads neither tables nor kernels."""

import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from hikiate.cli.language import language
from hikiate.cli.speech import put, put_json
from hikiate.kernel.amounts import grouped
from hikiate.kernel.wording import Language, Term
from hikiate.proofs.proof import read_proof
from hikiate.proofs.verification import STEPS, Verification, document
from hikiate.proofs.verification import verify as verified
from hikiate.reports.legible import legible
from hikiate.storage.documents import WANTED_PROOF, read_document, read_root_file

EXIT_NOT_INCLUDED = 1

_SHOWN_MAX = 300
_MARKS = {True: Term("holds", "適合"), False: Term("FAILS", "不適合")}


def verify(proof_file: Path, root_file: Path, *, as_json: bool, lang: str | None) -> None:
    """Verify a proof; exits 1 where it is not included."""
    spoken = language(lang)
    proof = read_proof(read_document(proof_file, WANTED_PROOF), proof_file.name)
    root = read_root_file(root_file)
    found = verified(proof, root)
    if as_json:
        put_json(document(found))
    else:
        put(_told(found, spoken))
    sys.exit(0 if found.included else EXIT_NOT_INCLUDED)


def _told(found: Verification, spoken: Language) -> str:
    customer = Term("customer", "利用者番号").said(spoken)
    head = [
        f"{_brief(found.proof.exchange)}  {_brief(found.proof.as_of)}",
        f"{customer}: {_brief(found.proof.customer)}",
        "",
    ]
    parts: Counter[tuple[str, str]] = Counter((line.asset, line.ledger) for line in found.proof.lines)
    steps = [
        f"  {_MARKS[check.passed].said(spoken)}  {_line_said(check.line, parts, spoken)}"
        f"{_brief(check.said.said(spoken))}"
        for check in found.checks
    ]
    return "\n".join([*head, *steps, "", *_ended(found, spoken), ""])


def _line_said(name: str | None, parts: Mapping[tuple[str, str], int], spoken: Language) -> str:
    """What stands before a step of one line: the asset, whether it is a debt, and which part if there are several."""
    if name is None:
        return ""
    asset, ledger, part = name.rsplit(" ", 2)
    owed = Term(" (debt)", "（債務）").said(spoken) if ledger == "debt" else ""
    several = parts[asset, ledger] > 1
    share = Term(f" part {int(part) + 1}", f" 第{int(part) + 1}分割").said(spoken) if several else ""
    return f"{_brief(asset)}{owed}{share}: "


def _brief(text: str) -> str:
    """Text from a file, legible and no longer than a line or two."""
    return legible(text if len(text) <= _SHOWN_MAX else f"{text[:_SHOWN_MAX]}…")


def _not_included(found: Verification) -> Term:
    proof, root = found.proof, found.root
    if (proof.exchange, proof.as_of) != (root.exchange, root.as_of):
        exchange, as_of = _brief(proof.exchange), _brief(proof.as_of)
        return Term(
            f"NOT CONFIRMED: the proof is of another day or exchange. Take the ROOT.json of {exchange} as of {as_of}.",
            f"確認できません: 別の日か別の取引所の証明書です。{exchange} の {as_of} の ROOT.json を指定してください。",
        )
    failed = [STEPS[name] for name in dict.fromkeys(check.name for check in found.checks if not check.passed)]
    names = Term(", ".join(step.en for step in failed), "・".join(step.ja for step in failed))
    return Term(
        f"NOT INCLUDED: {names.en}. Keep both files and file a dispute with the exchange.",
        f"含まれていません（不適合: {names.ja}）。両ファイルを保存し、取引所に申し立ててください。",
    )


def _ended(found: Verification, spoken: Language) -> list[str]:
    if not found.included:
        return [_not_included(found).said(spoken)]
    owed = [f"  {grouped(amount)} {_brief(asset)}" for asset, amount in found.totals("liability").items()]
    debts = [f"  {grouped(amount)} {_brief(asset)}" for asset, amount in found.totals("debt").items()]
    lines = [Term("Included in the published totals:", "公表された総額に含まれています:").said(spoken), *owed]
    if debts:
        lines += [Term("Owed by the customer, in trees of their own:", "利用者の債務（別の木）:").said(spoken), *debts]
    return lines
