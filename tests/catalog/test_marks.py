"""The sprite of signs: complete, as drawn, and pointed to from every page."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from catalog.marks import SPRITE, mark_html, mark_names, sprite_text
from registry.models.choices import CertificationStatus


def test_the_sprite_is_made_of_the_drawings_of_today() -> None:
    """After a change of a drawing: `python -m catalog.marks`."""
    assert Path(finders.find(SPRITE)).read_text(encoding="utf-8") == sprite_text()  # type: ignore[arg-type]


def test_a_sign_points_into_the_sprite_and_is_hidden_from_screen_readers() -> None:
    html = str(mark_html("stars-4"))
    found = re.fullmatch(
        r'<svg class="mark mark--stars" aria-hidden="true"><use href="(.+)#stars-4"/></svg>', html
    )
    assert found and found[1].endswith("/catalog/marks.svg")
    assert 'id="stars-4" viewBox="0 0 80 16"' in sprite_text()


def test_every_status_has_its_own_sign() -> None:
    drawings = {}
    for status in CertificationStatus.values:
        assert f"status-{status}" in mark_names()
        body = re.search(f'id="status-{status}"[^>]*>(.*)</symbol>', sprite_text())
        assert body
        drawings[status] = body[1]
    assert len(set(drawings.values())) == len(drawings)


def test_the_sprite_brings_no_script_style_or_foreign_address() -> None:
    text = sprite_text()
    assert not re.search(r"<script|<style|style=|\son\w+=|href", text)
    assert re.findall(r"https?://[^\"]+", text) == ["http://www.w3.org/2000/svg"]


def test_an_unknown_sign_is_an_error_of_the_program() -> None:
    with pytest.raises(KeyError):
        mark_html("../tokens")
