"""Keeps the screens of pages and stories to those who have some permission on pages or stories.

Several of Wagtail's own screens (bulk actions, confirmations of approvals, previews of a task) ask
nobody, or list by name what they refuse. Officials of the register come into the same admin; what
editors draft is none of their business, so the door stands before all of these screens.
"""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.admin.auth import permission_denied
from wagtail.permissions import page_permission_policy

from catalog.backoffice.translation_gate import PERMISSION
from catalog.models.stories import STORY_MODELS

_SCREENS = tuple(
    f"/admin/{name}"
    for name in ("bulk/", "block-preview/", "choose-page/", "localize/", "pages/", "snippets/",
                 "workflows/")
)  # fmt: skip
_ON_PAGES = {"add", "change", "publish", "bulk_delete", "lock", "unlock"}
_ON_STORIES = ("add", "change", "delete", "view", "publish")


class EditorsGateMiddleware:
    """Stands after the login is known; accounts that are not logged in meet the login itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        is_closed = (
            request.path.startswith(_SCREENS)
            and request.user.is_authenticated
            and not is_editor(request)
        )
        if is_closed:
            refused: HttpResponseBase = permission_denied(request)
            return refused
        return self.get_response(request)


def is_editor(request: HttpRequest) -> bool:
    user = request.user
    names = (f"catalog.{action}_{model._meta.model_name}" for model in STORY_MODELS
             for action in _ON_STORIES)  # fmt: skip
    return (
        user.has_perm(PERMISSION)
        or any(user.has_perm(name) for name in names)
        or bool(page_permission_policy.user_has_any_permission(user, _ON_PAGES))
    )
