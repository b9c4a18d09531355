"""Proofs of liabilities published from a workspace: one root for each day, tied to a close that is kept, in a chain.

Tests in order: (1) the root is what its fields make; (2) it is tied to a close of this workspace and to its pack;
(3) no other root was published of its moment; (4) it names the root that was published before it.
"""

from datetime import datetime

from hikiate.book.decisions import DecisionDraft
from hikiate.book.records import CloseDone, ProofPublished
from hikiate.kernel.findings import Given, Refused
from hikiate.operations.workspace.faults import OTHER_ROOT, ROOT_NOT_NEXT, ROOT_NOT_OURS
from hikiate.operations.workspace.people import require
from hikiate.operations.workspace.ports import Act, Done, Unit, last
from hikiate.proofs.faults import ROOT_ALTERED
from hikiate.proofs.root import DayRoot


def publish_proof(unit: Unit, act: Act, root: DayRoot, file: str) -> Done:
    """Record that a root was published; `file` is the SHA-256 of its file."""
    require(unit, act, "admin", "maker")
    if root.made != root.day_root:
        raise Refused([ROOT_ALTERED.at(Given("root"), stated=root.day_root, made=root.made)])
    published = sorted(unit.rows(ProofPublished), key=lambda proof: datetime.fromisoformat(proof.as_of))
    for standing in published:
        if standing.file == file:
            return Done(published.index(standing) + 1, already=True)
        if standing.as_of == root.as_of:
            raise Refused(
                [OTHER_ROOT.at(Given("root"), as_of=root.as_of, value=root.day_root, wanted=standing.day_root)]
            )
    if not unit.count(CloseDone, result=root.close_digest, pack=root.pack_digest, as_of=root.as_of):
        raise Refused([ROOT_NOT_OURS.at(Given("root"), value=root.close_digest)])
    moment = datetime.fromisoformat(root.as_of)
    before = last(proof for proof in published if datetime.fromisoformat(proof.as_of) < moment)
    if root.previous != (before.day_root if before else None) or (published and before is not published[-1]):
        wanted = published[-1].day_root if published else "-"
        raise Refused([ROOT_NOT_NEXT.at(Given("root"), value=root.previous or "-", wanted=wanted)])
    record = ProofPublished(root.as_of, root.day_root, file, root.close_digest)
    unit.decide(DecisionDraft(act.at, act.by, "proof.publish", root.as_of, root.day_root), [record])
    return Done(len(published) + 1)
