"""Deleting accounts: one that stands in records can only be deactivated.

The log and the records name their people for ever; the rows refuse the deletion, and these
hooks say so in words before it is tried.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db import router
from django.db.models.deletion import Collector, ProtectedError, RestrictedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from registry.models import User


def has_records(user: User) -> bool:
    """Whether any row of the register holds the account fast."""
    try:
        Collector(using=router.db_for_write(User), origin=user).collect([user])
    except (ProtectedError, RestrictedError):
        return True
    return False


def account_delete_refused(request: HttpRequest, user: User) -> HttpResponse | None:
    return _refused(request, [user])


def accounts_delete_refused(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    if action_type != "delete" or action.model is not User:
        return None
    return _refused(request, objects)


def _refused(request: HttpRequest, users: Iterable[User]) -> HttpResponse | None:
    held = [user.get_username() for user in users if has_records(user)]
    if not held:
        return None
    messages.error(
        request,
        _(
            "These accounts stand in records or in the log and are not deleted: %(accounts)s. "
            "Deactivate them instead: open the account and clear “Active”."
        )
        % {"accounts": ", ".join(held)},
    )
    return redirect("wagtailusers_users:index")
