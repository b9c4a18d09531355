"""People and limits: who has which role, up to what amount each role approves, and links that set a password."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_removed
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hikiate.book.records import Asset, Limit, User
from hikiate.kernel.amounts import amount_text
from hikiate.kernel.findings import Given, Refused
from hikiate.kernel.wording import Term
from hikiate.operations.workspace.faults import UNKNOWN_USER
from hikiate.operations.workspace.people import ROLES, require, roles_of, set_limit, set_roles
from hikiate.operations.workspace.ports import Unit, last
from hikiate.web.accounts.invitations import invite
from hikiate.web.accounts.personal_views import note_view
from hikiate.web.accounts.second_factor import is_needed
from hikiate.web.accounts.session_store import end_sessions
from hikiate.web.base.access import acting, held_roles, page, spoken
from hikiate.web.base.stale import require_fresh
from hikiate.web.settings import workspace


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the workspace: roles, the revision that gave them, and how the account stands."""

    name: str
    revision: int
    held: tuple[str, ...]
    has_password: bool
    has_second_factor: bool

    @property
    def choices(self) -> list[tuple[str, Term, bool]]:
        """Every role, with whether the person has it."""
        return [(role, term, role in self.held) for role, term in ROLES.items()]

    @property
    def terms(self) -> list[Term]:
        """The roles held, as they are called."""
        return [ROLES[role] for role in self.held]

    @property
    def lacks_second_factor(self) -> bool:
        """Whether the roles need a second factor that is not set up."""
        return not self.has_second_factor and is_needed(self.held)


@dataclass(frozen=True, slots=True)
class LimitShown:
    """How much of an asset a role may approve, as decimal text."""

    role: Term
    asset: str
    most: str
    two_above: str
    revision: int


@page("admin", "auditor", "supervisor")
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody with roles, every limit, and for administrators the forms that change them."""
    with workspace().book.reading() as view:
        names = sorted({user.name for user in view.rows(User)})
        revisions = {user.name: user.revision for user in view.rows(User)}
        held = {name: roles_of(view, name) for name in names}
        limits = _limits(view)
        assets = [asset.asset for asset in view.rows(Asset)]
    accounts = {user.get_username(): user for user in get_user_model().objects.filter(username__in=names)}
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    protected = set(Authenticator.objects.filter(type__in=kinds).values_list("user__username", flat=True))
    listed = [
        Person(
            name,
            revisions[name],
            held[name],
            name in accounts and accounts[name].has_usable_password(),
            name in protected,
        )
        for name in names
    ]
    found = {
        "people": listed,
        "limits": limits,
        "assets": assets,
        "roles": ROLES.items(),
        "is_admin": "admin" in held_roles(request),
    }
    return render(request, "accounts/people.html", found)


def _limits(unit: Unit) -> list[LimitShown]:
    scales = {asset.asset: asset.scale for asset in unit.rows(Asset)}
    newest = {(limit.role, limit.asset): limit for limit in unit.rows(Limit)}
    return [
        LimitShown(
            ROLES[limit.role],
            limit.asset,
            amount_text(limit.amount_max, scales[limit.asset]),
            amount_text(limit.amount_two_above, scales[limit.asset]),
            limit.revision,
        )
        for limit in newest.values()
    ]


@page("admin")
@require_POST
def give_roles(request: HttpRequest) -> HttpResponse:
    """Give a person these roles and no others; a person not yet known is entered."""
    name = request.POST.get("name", "").strip()
    with workspace().book.unit() as unit:
        standing = last(unit.rows(User, name=name))
        require_fresh(request, standing.revision if standing else 0)
        set_roles(unit, acting(request), name, request.POST.getlist("role"))
    said = Term(f"{name}: the roles are set.", f"{name} の役割を設定しました。")
    messages.success(request, said.said(spoken(request)))
    return redirect("people")


@page("admin")
@require_POST
def give_limit(request: HttpRequest) -> HttpResponse:
    """Let a role approve up to an amount of an asset, above a second amount only together with another approver."""
    role, asset = request.POST.get("role", ""), request.POST.get("asset", "")
    most = request.POST.get("most", "").replace(",", "").strip()
    two_above = request.POST.get("two_above", "").replace(",", "").strip() or most
    with workspace().book.unit() as unit:
        set_limit(unit, acting(request), role, asset, (most, two_above))
    said = Term("The limit is set.", "承認限度額を設定しました。")
    messages.success(request, said.said(spoken(request)))
    return redirect("people")


@page("admin")
@require_POST
def forget_factors(request: HttpRequest) -> HttpResponse:
    """Remove the second factors of somebody who lost them, and end their sessions; never one's own, and it is noted."""
    if request.POST.get("name", "") == request.user.get_username():
        raise PermissionDenied
    name = _person(request)
    note_view(request, "second_factor", name)
    for factor in Authenticator.objects.filter(user__username=name):
        factor.delete()
        authenticator_removed.send(Authenticator, request=request, user=factor.user, authenticator=factor)
    said = Term(
        f"{name} sets a second factor up anew at the next login.",
        f"{name} の二要素認証を解除しました。次回ログイン時に再設定します。",
    )
    messages.success(request, said.said(spoken(request)))
    return redirect("people")


@page("admin")
@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """End every session of a person, but for the one that asks; the removal of roles alone leaves them logged in."""
    name = _person(request)
    account = get_user_model().objects.filter(username=name).first()
    ended = end_sessions(account.pk, keep=request.session.session_key) if account is not None else 0
    said = Term(f"{name}: {ended} sessions ended.", f"{name} のログイン {ended} 件を終了しました。")
    messages.success(request, said.said(spoken(request)))
    return redirect("people")


@page("admin")
@require_POST
def make_invitation(request: HttpRequest) -> HttpResponse:
    """Make a link by which a person sets a password; it is shown on this page alone, and never again."""
    name = _person(request)
    note_view(request, "invitation", name)
    link = request.build_absolute_uri(invite(name))
    return render(request, "accounts/invitation_made.html", {"name": name, "link": link})


def _person(request: HttpRequest) -> str:
    """The person of the workspace whom an administrator names; Refused where there is none of that name."""
    name: str = request.POST.get("name", "")
    with workspace().book.unit() as unit:
        require(unit, acting(request), "admin")
        if not unit.count(User, name=name):
            raise Refused([UNKNOWN_USER.at(Given("name"), user=name)])
    return name
