"""The Vietnamese of what Wagtail and its extensions lack: known to them, and with every place that
code fills in."""

from pathlib import Path

import django
import polib
import pytest
from django.apps import apps
from django.utils import translation

from config.translations import LOCALE_DIR, key_of, placeholders, text_of

# Names of permissions, which Django makes of the names of our models.
OF_OUR_MODELS = "Can "
# Theirs says another thing, or is not good Vietnamese.
BENT = frozenset(
    {
        "Ensure this value is greater than or equal to %(limit_value)s.",
        "Ensure this value is less than or equal to %(limit_value)s.",
        "Username",
    }
)
OURS = LOCALE_DIR / "packages" / "vi" / "LC_MESSAGES"


def shipped(domain: str, language: str) -> dict[str, polib.POEntry]:
    """The strings of Django and of the installed apps of others."""
    found: dict[str, polib.POEntry] = {}
    folders = [Path(django.__file__).parent / "conf"]
    folders += [Path(app.path) for app in apps.get_app_configs()]
    for folder in folders:
        name = folder / "locale" / language / "LC_MESSAGES" / f"{domain}.po"
        if name.exists() and not name.is_relative_to(LOCALE_DIR):
            found |= {key_of(entry): entry for entry in polib.pofile(str(name))}
    return found


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_every_string_is_one_of_an_installed_package(domain: str) -> None:
    ours = polib.pofile(str(OURS / f"{domain}.po"))
    known = shipped(domain, "en")
    assert len(ours) > 50
    strange = [entry.msgid for entry in ours if key_of(entry) not in known]
    assert [text for text in strange if not text.startswith(OF_OUR_MODELS)] == []


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_translations_are_whole(domain: str) -> None:
    for entry in polib.pofile(str(OURS / f"{domain}.po")):
        model, ours = entry.msgid_plural or entry.msgid, text_of(entry)
        assert ours.strip(), entry.msgid
        assert placeholders(ours, ["python-format"]) == placeholders(model, ["python-format"]), (
            model
        )
        assert ours.count("<") == model.count("<"), model


def test_none_takes_the_place_of_a_package_s_own() -> None:
    theirs = shipped("django", "vi")
    ours = polib.pofile(str(OURS / "django.po"))
    doubled = [
        entry.msgid for entry in ours if key_of(entry) in theirs and text_of(theirs[key_of(entry)])
    ]
    assert set(doubled) <= BENT


def test_officials_see_them() -> None:
    with translation.override("vi"):
        assert translation.gettext("Add child page") == "Thêm trang con"
        assert "bằng với" not in translation.gettext(min(BENT))
