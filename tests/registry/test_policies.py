"""Delegations: by role, authority and its predecessors, scheme and day."""

import datetime as dt

import pytest

from registry.models import Scheme
from registry.models.choices import AuthorityKind, Role
from registry.policies import Action, NotAllowed, may
from registry.services.certifications import certification_enter
from registry.services.delegations import delegation_grant
from tests.factories import Desk, authority, user

pytestmark = pytest.mark.django_db


def test_an_authority_writes_its_own_and_what_it_succeeds(desk: Desk) -> None:
    new = authority(valid_from=dt.date(2025, 7, 1))
    old = authority(valid_to=dt.date(2025, 6, 30), successor=new)
    other = authority()
    clerk = user(Role.CLERK, new)
    assert may(clerk, Action.ENTER, authority=new)
    assert may(clerk, Action.ENTER, authority=old)
    assert not may(clerk, Action.ENTER, authority=other)
    assert not may(clerk, Action.ENTER, authority=None)
    assert not may(user(Role.CLERK, old), Action.ENTER, authority=new)


def test_roles_do_what_they_say(desk: Desk) -> None:
    place = authority()
    assert not may(user(Role.CLERK, place), Action.PUBLISH, authority=place)
    assert may(user(Role.APPROVER, place), Action.PUBLISH, authority=place)
    for role in (Role.AUDITOR, Role.ADMINISTRATOR):
        assert not may(user(role, place), Action.ENTER, authority=place)


def test_a_delegation_for_one_scheme_covers_no_other(desk: Desk) -> None:
    place, account = authority(), user()
    ocop = Scheme.objects.get(code="ocop")
    delegation_grant(
        actor=None,
        user=account,
        role=Role.CLERK,
        authority=place,
        valid_from=dt.date(2020, 1, 1),
        schemes=[ocop],
    )
    assert may(account, Action.ENTER, authority=place, scheme=ocop)
    craft = Scheme.objects.get(code="craft")
    assert not may(account, Action.ENTER, authority=place, scheme=craft)


def test_an_ended_delegation_ends_access_at_once(desk: Desk) -> None:
    place, account = authority(), user()
    delegation_grant(
        actor=None,
        user=account,
        role=Role.CLERK,
        authority=place,
        valid_from=dt.date(2020, 1, 1),
        valid_to=dt.date(2026, 3, 31),
    )
    assert may(account, Action.ENTER, authority=place, on=dt.date(2026, 3, 31))
    assert not may(account, Action.ENTER, authority=place, on=dt.date(2026, 4, 1))


def test_a_service_called_directly_refuses_the_same(desk: Desk) -> None:
    stranger = user(Role.CLERK, authority(AuthorityKind.PROVINCE))
    with pytest.raises(NotAllowed):
        certification_enter(actor=stranger, entry=desk.entry())


def test_an_inactive_account_may_nothing(desk: Desk) -> None:
    account = user(Role.CLERK)
    account.is_active = False
    assert not may(account, Action.ENTER, authority=None)
