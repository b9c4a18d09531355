"""Views of personal data noted: who, when, which page, about whom; noted before the page is shown."""

from dataclasses import dataclass

from django.http import HttpRequest

from hikiate.kernel.wording import Term
from hikiate.web.accounts.models import PersonalView
from hikiate.web.base.access import acting

PAGES = {
    "payments": Term("payments of an incident", "事案の支払明細"),
    "claims": Term("claims on an estate", "財団の債権一覧"),
    "approval": Term("request about a customer", "利用者に関する申請"),
    "decision": Term("decision about customers", "利用者に関する決定"),
    "determination": Term("file of a determination", "補償額算定のファイル"),
    "insiders": Term("register of inside information", "内部情報管理台帳"),
    "paper": Term("analysis that names customers", "利用者を含む分析資料"),
    "payout_file": Term("payout file", "払出ファイル"),
    "dispute": Term("dispute", "申立て"),
    "disputes": Term("register of disputes", "申立て台帳"),
    "invitation": Term("invitation link made", "招待リンクの発行"),
    "second_factor": Term("second factor removed", "二要素認証の解除"),
    "finding": Term("finding", "指摘事項"),
    "statement": Term("statement of a customer", "利用者への通知書"),
}
"""The pages that show personal data, by the name under which they are noted."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A view as it was noted."""

    number: int
    at: str
    by: str
    page: str
    subject: str

    @property
    def term(self) -> Term:
        """The page as it is called."""
        return PAGES.get(self.page, Term(self.page, self.page))


def note_view(request: HttpRequest, page: str, subject: str) -> None:
    """Note that whoever is logged in sees a page about a subject; called before anything of it is read."""
    act = acting(request)
    PersonalView.objects.create(at=act.at, by=act.by, page=page, subject=subject)


def views_before(before: int | None, by: str, limit: int) -> list[Seen]:
    """The newest views before a number, of one person or of all."""
    found = PersonalView.objects.order_by("-id")
    if before is not None:
        found = found.filter(id__lt=before)
    if by:
        found = found.filter(by=by)
    return [Seen(*row) for row in found.values_list("id", "at", "by", "page", "subject")[:limit]]
