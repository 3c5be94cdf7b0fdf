"""Every admin address × every role of another province, with one record's keys: nothing shows.

The addresses come from the resolver itself, so that a screen added later is walked too. The
own province walks the same addresses and must see the record: an empty page passes nothing.
"""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from registry.models import (
    Certification,
    CraftVillage,
    Decision,
    Establishment,
    Event,
    PendingAct,
    PendingCorrection,
    Product,
    Scheme,
)
from registry.models.choices import ActKind, Role
from registry.models.corrections import CorrectedKind
from registry.services.act_record import ActEntry
from registry.services.corrections import correction_enter
from registry.services.pending import act_propose
from tests import factories
from tests.factories import Desk
from tests.offices import Office, Record, logged_in, official, record
from tests.security.asking import body_of

# A thousand addresses for a role.
pytestmark = [pytest.mark.crawl, pytest.mark.timeout(600)]

# What logs the walker out, or only raises on purpose.
LEFT_OUT = {"admin/logout/", "admin/failwhale/"}
MODELS = ("certification", "decision", "product", "establishment", "certificationevent")
ACTIONS = ("delete", "publish", "unpublish", "suspend")


def admin_patterns() -> list[str]:
    """Every route under /admin/, as one text with its converters and groups."""

    def walk(patterns: list[Any], before: str) -> Iterator[str]:
        for entry in patterns:
            route = before + str(entry.pattern)
            if isinstance(entry, URLResolver):
                yield from walk(entry.url_patterns, route)
            elif isinstance(entry, URLPattern):
                yield route

    return sorted({r for r in walk(get_resolver().url_patterns, "") if r.startswith("admin/")})


def addresses(pattern: str, keys: dict[str, set[int]]) -> set[str]:
    """The addresses of a route with each of the record's keys in all its places."""
    route = re.sub(r"\\Z|\^|\$", "", pattern).replace("\\", "")
    every = {key for values in keys.values() for key in values}
    found = set()
    for key in every:
        for model in MODELS:
            for action in ACTIONS:
                address = "/" + _filled(route, key, model, action)
                # Bulk actions and choosers take their keys from the query.
                found.add(f"{address}?id={key}" if _asks_for_ids(pattern) else address)
    return found


def _asks_for_ids(pattern: str) -> bool:
    return "bulk" in pattern or "chosen" in pattern or "usage" in pattern


def _filled(route: str, key: int, model: str, action: str) -> str:
    """A route with its variable parts written in; model and action where they are asked for."""

    def value(match: re.Match[str]) -> str:
        converter, _colon, name = match.group(1).rpartition(":")
        named = {
            "app_label": "registry", "app_name": "registry", "model_name": model,
            "action": action, "act": "withdraw", "content_type_app_name": "registry",
            "content_type_model_name": model, "language_code": "vi", "locale_code": "vi",
        }  # fmt: skip
        if name in named:
            return named[name]
        if converter == "uuid":
            return "00000000-0000-4000-8000-000000000000"
        return str(key)

    route = re.sub(r"<([^<>]+)>", value, re.sub(r"\(\?P(<[^>]+>)[^)]*\)", r"\1", route))
    return re.sub(r"\([^)]*\)|\.\*|[?+*]", "", route)


@pytest.fixture
def walked(desk: Desk, thanh_hoa: Office) -> dict[str, Record]:
    """An unpublished, a submitted and a published record of the first province."""
    made = {
        state: record(desk, thanh_hoa, f"Bimat{state.replace('_', '')}", state=state)
        for state in ("draft", "in_review", "published")
    }
    act_propose(
        actor=thanh_hoa.clerk,
        certification_id=made["published"].certification.pk,
        entry=ActEntry(
            act=ActKind.WITHDRAW,
            effective_on=made["published"].certification.issued_on,
            ground="Cancu Bimat",
        ),
    )
    public = made["published"].certification
    village = desk.village("Làng nghề Lộ", trade="Nghề Lộ")
    desk.published(
        scheme=Scheme.objects.get(code="craft"),
        craft_village=village,
        title="craft_village",
        issuer=thanh_hoa.authority,
    )
    assert public.product is not None and public.product.maker_id is not None
    for kind, key, values in (
        (CorrectedKind.CERTIFICATION, public.pk, {"group_printed": "Nhóm Bimatsua"}),
        (CorrectedKind.PRODUCT, public.product.pk, {"brand": "Hiệu Bimatsua"}),
        (CorrectedKind.ESTABLISHMENT, public.product.maker_id, {"trade_name": "Bimatsua"}),
        (CorrectedKind.CRAFT_VILLAGE, village.pk, {"trade": "Nghề Bimatsua"}),
        (CorrectedKind.DECISION, made["published"].decision.pk, {"announced_count": 77_123}),
    ):
        correction_enter(
            actor=thanh_hoa.clerk, kind=kind, key=key, values=values, reason="Cancu Bimatsua"
        )
    return made


def keys_of(records: dict[str, Record]) -> dict[str, set[int]]:
    rows = list(records.values())
    products = [row.certification.product for row in rows]
    return {
        "decision": {row.decision.pk for row in rows},
        "certification": {row.certification.pk for row in rows},
        "product": {product.pk for product in products if product},
        "maker": {product.maker_id for product in products if product and product.maker_id},
        "act": set(PendingAct.objects.values_list("pk", flat=True)),
        "correction": set(PendingCorrection.objects.values_list("pk", flat=True)),
        "village": set(CraftVillage.objects.values_list("pk", flat=True)),
    }


def state_of_register() -> tuple[Any, ...]:
    return (
        list(Certification.objects.order_by("pk").values_list()),
        list(Decision.objects.order_by("pk").values_list()),
        list(Product.objects.order_by("pk").values_list()),
        list(Establishment.objects.order_by("pk").values_list()),
        list(CraftVillage.objects.order_by("pk").values_list()),
        list(PendingAct.objects.order_by("pk").values_list()),
        list(PendingCorrection.objects.order_by("pk").values_list()),
        Event.objects.count(),
    )


FORM = {
    "action": "publish-all",
    "reason": "Thử",
    "return_reason": "Thử",
    "warnings_reason": "Thử",
    "ground": "Thử",
    "effective_on": "06/08/2026",
    "rows": "1",
    "row-0-product_name_printed": "Thử",
    "name": "Thử",
    "number": "Thử",
    "kind": "recognise",
}
# A form that asks for a choice of its own kind of record, and the second person's button.
FORMS = (FORM, FORM | {"action": "propose", "kind": "single"}, FORM | {"action": "approve"})


def plain_editor() -> Any:
    """An editor of pages, with every permission on pages, pictures, files and reports."""
    editor = official(None, None)
    group = Group.objects.create(name="Editors of everything but the register")
    group.permissions.set(Permission.objects.exclude(content_type__app_label="registry"))
    editor.groups.add(group)
    return editor


def walk(client: Client, found: set[str], hidden: tuple[str, ...]) -> list[str]:
    """Addresses that showed anything hidden, by GET or by POST."""
    leaks = []
    for address in sorted(found):
        own = FORMS if "/desk/" in address else FORMS[:1]
        for method, form in (("get", {}), *(("post", form) for form in own)):
            text = body_of(client, method, address, form)
            # A code typed into an address comes back in it; names and numbers do not.
            if any(word in text for word in hidden):
                leaks.append(f"{method} {address}")
    return leaks


FOREIGN = [*(role.value for role in Role), "plain editor", "ended clerk of the own province"]


@pytest.mark.parametrize("who", FOREIGN)
def test_no_role_of_another_province_sees_or_changes_a_record(
    desk: Desk,
    thanh_hoa: Office,
    lam_dong: Office,
    walked: dict[str, Record],
    who: str,
    capsys: Any,
):
    keys, draft_keys = keys_of(walked), keys_of({"draft": walked["draft"]})
    found = set()
    for pattern in admin_patterns():
        if pattern not in LEFT_OUT:
            # Our own screens with the keys of all three records, the stock ones with the draft's.
            found |= addresses(pattern, keys if "desk/" in pattern else draft_keys)
    unpublished = (walked["draft"], walked["in_review"])
    hidden = (
        *(word for row in unpublished for word in row.words),
        "Cancu Bimat",
        "Bimatsua",
        "77123",
        "77.123",
    )
    if who in lam_dong.people:
        user = lam_dong.people[who]
    elif who == "plain editor":
        user = plain_editor()
    else:
        user = official(Role.CLERK, thanh_hoa.authority, valid_to=dt.date(2020, 1, 1))
    before = state_of_register()

    leaks = walk(logged_in(user), found, hidden)

    with capsys.disabled():
        print(
            f"\ncrawl as {who} ({FOREIGN.index(who) + 1} of {len(FOREIGN)} roles): "
            f"{len(found)} addresses x GET and POST; {len(leaks)} leaks"
        )
    assert leaks == []
    assert state_of_register() == before


@pytest.mark.parametrize("role", list(Role))
def test_the_own_province_sees_its_record_on_the_same_addresses(
    thanh_hoa: Office, walked: dict[str, Record], role: str
):
    client = thanh_hoa.client(role)
    draft = walked["draft"]
    product = draft.certification.product
    assert product is not None and product.maker is not None
    pages = {
        "/admin/desk/decisions/": draft.decision.number,
        f"/admin/desk/decisions/{draft.decision.pk}/": product.name,
        "/admin/desk/certifications/": product.name,
        f"/admin/desk/certifications/{draft.certification.pk}/": draft.certification.code,
        "/admin/desk/products/": product.name,
        f"/admin/desk/products/{product.pk}/": product.code,
        "/admin/desk/establishments/": product.maker.name,
        f"/admin/desk/establishments/{product.maker.pk}/": product.maker.code,
        **{
            f"/admin/desk/corrections/{row.pk}/": "Cancu Bimatsua"
            for row in PendingCorrection.objects.all()
        },
    }

    for address, word in pages.items():
        response = client.get(address)
        assert response.status_code == 200, address
        assert word in response.content.decode(), address


def test_nothing_changes_by_get(thanh_hoa: Office, walked: dict[str, Record]):
    """The approver of the own province opens every address; only a button changes anything."""
    keys = keys_of(walked)
    client = thanh_hoa.client(Role.APPROVER)
    before = state_of_register()

    for pattern in admin_patterns():
        if pattern.startswith("admin/desk/"):
            for address in addresses(pattern, keys):
                client.get(address, FORM)

    assert state_of_register() == before


def test_a_post_without_the_token_is_refused(thanh_hoa: Office, walked: dict[str, Record]):
    client = Client(enforce_csrf_checks=True)
    client.force_login(thanh_hoa.approver)
    row = walked["in_review"]

    response = client.post(f"/admin/desk/decisions/{row.decision.pk}/review/", FORM)

    assert response.status_code == 403
    row.certification.refresh_from_db()
    assert row.certification.entry_state == "in_review"


def test_a_superuser_without_delegation_sees_no_legal_record(walked: dict[str, Record]):
    root = factories.user()
    root.is_superuser = True
    root.save()
    client = logged_in(root)

    for pattern in admin_patterns():
        if pattern.startswith("admin/desk/"):
            for address in addresses(pattern, keys_of(walked)):
                assert client.get(address).status_code in (302, 404, 405), address
