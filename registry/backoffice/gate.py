"""The door of the admin: closed at once when the delegation ends, or after wrong passwords.

It lets nobody in; it only keeps out whom the shell itself would still let in. Accounts with
any other way into the admin (editors, administrators) are none of its business.
"""

from collections.abc import Callable
from typing import Any

from axes.helpers import get_cool_off
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from registry.backoffice.access import GROUP_NAME, scope_of_request
from registry.models import User


class AdminGateMiddleware:
    """Refuses every address of the admin to an official without a running delegation."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        root = reverse("wagtailadmin_home")
        if not request.path.startswith(root):
            return self.get_response(request)
        if request.path == reverse("wagtailadmin_logout"):
            # A picture or link of another site must end no session.
            if request.method not in ("POST", "OPTIONS"):
                return render(request, "registry/desk/gate.html", {"why": "logout"})
            return self.get_response(request)
        if request.path != reverse("wagtailadmin_login") and _is_closed(request):
            return render(request, "registry/desk/gate.html", {"why": "ended"}, status=403)
        return self.get_response(request)


def locked_out(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """The answer to one wrong password too many."""
    wait = get_cool_off(request)
    minutes = round(wait.total_seconds() / 60) if wait else 0
    context = {"why": "locked", "minutes": minutes}
    return render(request, "registry/desk/gate.html", context, status=429)


def _is_closed(request: HttpRequest) -> bool:
    """Whether the account comes in as an official alone and no delegation of it runs."""
    user = request.user
    if not isinstance(user, User) or user.is_superuser or not scope_of_request(request).is_empty:
        return False
    groups = set(user.groups.values_list("name", flat=True))
    return groups == {GROUP_NAME} and not user.user_permissions.exists()
