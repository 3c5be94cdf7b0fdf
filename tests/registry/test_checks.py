"""The system checks name what would fail silently later."""

import pytest

from registry.checks import personal_keys_usable, regimes_sound
from registry.models import RegimeGrade, SchemeRegime
from tests.factories import Desk

pytestmark = pytest.mark.django_db


def ids(messages: list) -> set[str]:  # type: ignore[type-arg]
    return {message.id for message in messages}


def test_keys(settings) -> None:  # type: ignore[no-untyped-def]
    assert personal_keys_usable(None) == []
    settings.PERSONAL_DATA_KEYS = ["short"]
    settings.PERSONAL_DIGEST_KEY = ""
    assert ids(personal_keys_usable(None)) == {"registry.E001", "registry.E002"}


def test_regimes(desk: Desk) -> None:
    assert regimes_sound(None, databases=["default"]) == []
    newest = SchemeRegime.objects.get(key="ocop-2026")
    SchemeRegime.objects.filter(key="ocop-2025").update(in_force_to=newest.in_force_from)
    RegimeGrade.objects.filter(regime__key="craft-2018").delete()
    assert ids(regimes_sound(None, databases=["default"])) == {"registry.E003", "registry.E004"}
