"""An invitation accepted, and one's own account."""

from allauth.account.signals import password_set
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hikiate.web.accounts.invitations import invited
from hikiate.web.accounts.second_factor import has_one
from hikiate.web.base.access import page


@require_http_methods(["GET", "POST"])
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Set a password by an invitation."""
    user = invited(token)
    if user is None:
        return render(request, "accounts/invitation_over.html", status=410)
    form = SetPasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        password_set.send(type(user), request=request, user=user)
        return redirect("account_login")
    return render(request, "accounts/invitation.html", {"form": form, "person": user.get_username()})


@page()
def own_account(request: HttpRequest) -> HttpResponse:
    """One's own account: roles, password, second factors."""
    return render(request, "accounts/account.html", {"has_second_factor": has_one(request.user)})
