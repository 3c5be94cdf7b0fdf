"""Who may put photographs to which record: the office that enters it, and editors of images.

Another record does not exist for an office. Photographs are no legal act: one person is enough,
and nothing is asked of a second. It must not decide what is public.
"""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from wagtail.permissions import policy_registry

from catalog.models import CatalogImage
from catalog.models.photos import SUBJECTS, Subject
from registry.backoffice.access import found_or_404, scope_of_request
from registry.backoffice.keys import key_read
from registry.models import CraftVillage, Establishment, Product, User
from registry.models.corrections import CorrectedKind
from registry.policies import Action
from registry.selectors import staff

MODELS = {"product": Product, "establishment": Establishment, "craft_village": CraftVillage}
_KINDS = {
    "product": CorrectedKind.PRODUCT,
    "establishment": CorrectedKind.ESTABLISHMENT,
    "craft_village": CorrectedKind.CRAFT_VILLAGE,
}
DESK_PAGES = {
    "product": "desk_product",
    "establishment": "desk_establishment",
    "craft_village": "desk_village",
}


def is_editor(user: User) -> bool:
    """Whether the account may change images of the site, whoever uploaded them."""
    policy = policy_registry.get_by_type(CatalogImage)
    return bool(user.is_active and policy.user_has_permission(user, "change"))


def may_photograph(request: HttpRequest, field: str, key: int) -> bool:
    """Whether the account may change the photographs of one record."""
    assert isinstance(request.user, User)
    scope = scope_of_request(request)
    if not scope.is_empty and staff.may_correct(scope, Action.ENTER, _KINDS[field], key):
        return staff.records_own(scope, _KINDS[field]).filter(pk=key).exists()
    return is_editor(request.user)


def subject_or_404(request: HttpRequest, field: str, key: int) -> Subject:
    if field not in SUBJECTS or key_read(key) is None or not may_photograph(request, field, key):
        raise Http404
    rows: QuerySet[Any] = MODELS[field]._default_manager.all()
    found: Subject = found_or_404(rows, key)
    return found
