"""Folded templates say what plain ones say, in each language, whatever the page."""

from pathlib import Path
from typing import Any

import pytest
from django.template import Context, Engine, TemplateSyntaxError
from django.test import override_settings
from django.utils import translation

LIBRARIES = {
    "i18n": "django.templatetags.i18n",
    "static": "django.templatetags.static",
    "sovang": "catalog.templatetags.sovang",
}
FILES = {
    "base.html": "{% load i18n static %}<title>{% block title %}{{ title }}{% endblock %}</title>"
    "<link href=\"{% static 'catalog/sovang.css' %}\">{% block main %}nothing{% endblock %}"
    '<footer>{% translate "Look up" %}</footer>',
    "catalog/page.html": '{% extends "base.html" %}{% load i18n sovang %}'
    '{% block main %}{% if name %}<p>{% translate "Verify" %} {{ name }}</p>{% endif %}'
    '{% mark "ui-search" %}{% for one in many %}{% include "components/part.html" with word=one %}'
    '{% endfor %}{% include "components/fixed.html" %}{% block inner %}inner{% endblock %}'
    '{% language "en" %}{% translate "Verify" %}{% endlanguage %}{{ word }}{% endblock %}',
    "components/part.html": '{% load i18n %}<i>{% translate "Catalogue" as made %}{{ made }}'
    "{{ word }}{{ name }}</i>",
    "components/fixed.html": '{% load i18n %}<b>{% translate "Places" %}</b>',
    "catalog/other.html": '{% extends "catalog/page.html" %}',
    "catalog/editorial.html": '{% extends "base.html" %}{% load i18n %}{% block main %}'
    '{% translate "Verify" %}{% block after %}{% endblock %}{% endblock %}',
    "catalog/story.html": '{% extends "catalog/editorial.html" %}{% load i18n %}'
    '{% block after %}<p>{{ name }} {% translate "Places" %}</p>{% endblock %}',
}
PLAIN = "django.template.loaders.cached.Loader"
FOLDED = "catalog.folded_templates.Loader"
PAGES: tuple[dict[str, Any], ...] = (
    {"title": "<T>", "name": "<N>", "many": ["<1>", "2"], "word": "outside"},
    {"title": "T", "many": []},
)


def engine(loader: str, folder: Path) -> Engine:
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    inner = ("django.template.loaders.filesystem.Loader", [str(folder)])
    return Engine(loaders=[(loader, [inner])], libraries=LIBRARIES)


@pytest.mark.parametrize("page", PAGES)
def test_a_folded_template_says_what_a_plain_one_says(tmp_path: Path, page: dict[str, Any]) -> None:
    plain, folded = engine(PLAIN, tmp_path), engine(FOLDED, tmp_path)
    for language in ("vi", "en", "vi"):
        with translation.override(language):
            said = [
                one.get_template("catalog/page.html").render(Context(page))
                for one in (plain, folded, folded)
            ]
            assert said[0] == said[1] == said[2]
            assert ("Tra cứu" in said[1]) == (language == "vi")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_extends_another_is_as_a_plain_one(
    tmp_path: Path, page: dict[str, Any]
) -> None:
    plain, folded = engine(PLAIN, tmp_path), engine(FOLDED, tmp_path)
    for language in ("vi", "en", "vi"):
        with translation.override(language):
            for name in ("catalog/story.html", "catalog/editorial.html"):
                said = [one.get_template(name).render(Context(page)) for one in (plain, folded)]
                assert said[0] == said[1]
            assert ("Tra cứu" in said[1]) == (language == "vi")


def test_what_is_fixed_is_text(tmp_path: Path) -> None:
    with translation.override("vi"):
        template = engine(FOLDED, tmp_path).get_template("catalog/page.html")

    kinds = [type(node).__name__ for node in template.nodelist]
    assert kinds.count("TextNode") >= 3
    assert not {"ExtendsNode", "BlockNode", "LoadNode", "IncludeNode", "TranslateNode"} & set(kinds)


def test_a_page_is_not_extended(tmp_path: Path) -> None:
    with pytest.raises(TemplateSyntaxError, match="must extend base.html"):
        engine(FOLDED, tmp_path).get_template("catalog/other.html")


@override_settings(IS_DEMO=True)
def test_every_template_of_the_public_site_can_be_folded() -> None:
    from django.conf import settings
    from django.template import engines

    folder = Path(settings.BASE_DIR) / "templates"
    names = [
        str(path.relative_to(folder))
        for part in ("catalog", "components")
        for path in sorted((folder / part).rglob("*.html"))
        if "backoffice" not in path.parts
    ]
    for language in ("vi", "en"):
        with translation.override(language):
            for name in names:
                assert engines["django"].get_template(name)
    assert len(names) > 50
