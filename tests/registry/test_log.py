"""The chained log: its test vector, its order, and what a change by hand does to it."""

import datetime as dt
import hashlib

import pytest
from django.db import connection

from registry.events import GENESIS_HASH, canonical_json, event_digest, first_broken_entry, head
from registry.models import Event
from tests.factories import Desk

pytestmark = pytest.mark.django_db


def test_the_documented_test_vector() -> None:
    event = Event(
        sequence=1,
        tag="product:record:enter",
        subject_type="product",
        subject_id=7,
        actor_id=None,
        recorded_at=dt.datetime(2026, 11, 24, 7, 0, tzinfo=dt.UTC),
        reason="",
        before={},
        after={"name": "Chè Ẫ ỵ Ữ", "stars": 4},
        previous_hash=GENESIS_HASH,
    )
    # docs/log.md shows this text; any SHA-256 tool gives the hash.
    text = (
        '{"actor":null,"after":{"name":"Chè Ẫ ỵ Ữ","stars":4},"before":{},"previous_hash":"'
        + "0" * 64
        + '","reason":"","recorded_at":"2026-11-24T07:00:00.000000+00:00","sequence":1,'
        '"subject_id":7,"subject_type":"product","tag":"product:record:enter"}'
    )
    expected = "d373ba51362f0d7f3f28c465fc97c2badf16c552ce24c0d1cc9453b68f9d2440"
    assert hashlib.sha256(text.encode()).hexdigest() == expected
    assert event_digest(event) == expected


def test_canonical_json_sorts_keys_keeps_letters_and_refuses_floats() -> None:
    assert canonical_json({"b": 1, "a": "Ữ"}) == '{"a":"Ữ","b":1}'.encode()
    with pytest.raises(TypeError):
        canonical_json({"a": [0.1]})


def test_the_chain_is_whole_and_its_head_is_the_last_entry(desk: Desk) -> None:
    desk.published()
    assert first_broken_entry() is None
    last = Event.objects.latest("sequence")
    assert head() == (last.sequence, last.hash)
    assert list(Event.objects.order_by("sequence").values_list("sequence", flat=True)) == list(
        range(1, last.sequence + 1)
    )


def test_a_row_altered_by_sql_is_named(desk: Desk) -> None:
    desk.published()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE registry_event SET reason = 'khác' WHERE sequence = 3")
    broken = first_broken_entry()
    assert broken is not None and broken.sequence == 3


def test_a_row_deleted_by_sql_is_noticed(desk: Desk) -> None:
    desk.published()
    last = head()[0]
    victim = Event.objects.exclude(legal_act__isnull=False).order_by("-sequence").first()
    assert victim is not None and victim.sequence < last
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM registry_event WHERE sequence = %s", [victim.sequence])
    assert first_broken_entry() is not None


def test_the_log_is_append_only(desk: Desk) -> None:
    desk.product()
    event = Event.objects.first()
    assert event is not None
    with pytest.raises(TypeError):
        event.save()
    with pytest.raises(TypeError):
        event.delete()
