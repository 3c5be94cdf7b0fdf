"""One thread makes the words that corrections read; no page waits for it or fails with it."""

import os
import signal
import threading
import time

import pytest

from search import lexicon
from search.engines.base import EngineUnreachable
from search.engines.embedded import EmbeddedEngine
from search.lexicon import forget_lexicon, lexicon_of
from search.synonym_rules import INITIAL_RULES, read_rules
from search.synonyms import table_of
from tests.search import factories as make

pytestmark = pytest.mark.django_db
SYNONYMS = table_of([])
SOON = 0.02
LONG = 30.0


class Gate:
    """The engine behind a gate at its words, and who came to it."""

    def __init__(self, engine, *, is_open=True):
        self.engine = engine
        self.open = threading.Event()
        if is_open:
            self.open.set()
        self.fault = None
        self.asked = []
        self.waiting = threading.Event()

    def info(self):
        self.asked.append(threading.current_thread().name)
        if self.fault is not None:
            raise self.fault
        return self.engine.info()

    def words(self, field):
        self.waiting.set()
        self.open.wait(LONG)
        return self.engine.words(field)


@pytest.fixture
def engine(index):
    make.item("Trà xanh")
    yield index()
    forget_lexicon()


def ask(engine, synonyms=SYNONYMS, *, patience=LONG):
    return lexicon_of(engine, synonyms, None, patience=patience)


def until(condition):
    end = time.monotonic() + LONG
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_many_pages_have_one_maker_and_do_not_wait_for_it(engine):
    gate = Gate(engine, is_open=False)
    found = []
    pages = [
        threading.Thread(target=lambda: found.append(ask(gate, patience=SOON))) for _ in range(8)
    ]
    for page in pages:
        page.start()
    for page in pages:
        page.join(LONG)
    assert found == [None] * 8
    gate.open.set()
    made = ask(gate)
    assert made.has("tra") and made.has_pair("tra", "xanh")
    assert ask(gate) is made
    assert gate.asked == ["lexicon"]


def test_the_lexicon_before_serves_until_the_next_is_made(engine):
    gate = Gate(engine)
    before = ask(gate)
    gate.open.clear()
    other = table_of(read_rules(INITIAL_RULES.read_text(encoding="utf-8")))
    assert [ask(gate, other) for _page in range(3)] == [before] * 3
    until(lambda: gate.asked == ["lexicon"] * 2)
    gate.open.set()
    until(lambda: ask(gate, other) is not before)


def test_an_index_that_is_the_same_is_not_read_again(engine, monkeypatch):
    monkeypatch.setattr(lexicon, "_BELIEVED_FOR", 0.0)
    gate = Gate(engine)
    before = ask(gate)
    ask(gate)
    until(lambda: len(gate.asked) > 1)
    gate.open.clear()
    for _page in range(5):
        assert ask(gate) is before


def test_words_of_one_engine_are_not_those_of_another(engine):
    ask(engine)
    assert ask(Gate(engine, is_open=False), patience=SOON) is None


@pytest.mark.parametrize("fault", [EngineUnreachable("away"), RuntimeError("unforeseen")])
def test_a_failure_offers_no_correction_and_is_not_repeated_for_each_page(engine, caplog, fault):
    gate = Gate(engine)
    gate.fault = fault
    assert [ask(gate) for _page in range(3)] == [None] * 3
    assert gate.asked == ["lexicon"]
    assert "Spelling cannot be corrected now" in caplog.text


@pytest.mark.parametrize("fault", [EngineUnreachable("away"), RuntimeError("unforeseen")])
def test_after_a_failure_it_is_tried_again(engine, monkeypatch, fault):
    monkeypatch.setattr(lexicon, "_AGAIN_AFTER", 0.0)
    gate = Gate(engine)
    gate.fault = fault
    assert ask(gate) is None
    gate.fault = None
    made = ask(gate)
    assert made.has("tra")
    gate.fault = fault
    assert ask(gate, table_of([])) is made, "what was there goes on serving"


def test_a_child_process_makes_its_own(engine):
    """The thread that is making one does not live on in the child, which must not wait for it."""
    gate = Gate(engine, is_open=False)
    assert ask(gate, patience=SOON) is None
    assert gate.waiting.wait(LONG)
    child = os.fork()
    if not child:
        code = 1
        try:
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.alarm(int(LONG))
            made = ask(EmbeddedEngine(engine._generations.folder))
            code = 0 if made is not None and made.has("tra") else 2
        finally:
            os._exit(code)
    _pid, status = os.waitpid(child, 0)
    gate.open.set()
    assert os.waitstatus_to_exitcode(status) == 0
    assert ask(gate).has("tra"), "the parent goes on"
