"""What is wrong with one visited page: status, headings, ids, leftovers, wrong language.

Vietnamese pages are read against the catalogue of translations: a text that is one of its English
sources, or that speaks English, was not translated. English pages are read the other way round.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from config import translations
from tests.crawling.crawler import Page, Visit

_LEFTOVER = re.compile(r"%\(\w+\)[sd]|\{\{|\{%|<__proxy__|(?:^|\s)None(?:\s|$)|object at 0x")
_PLACE = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
_ACCENT = re.compile(r"[À-ɏḀ-ỿ]")
# Words that no Vietnamese syllable is spelt as, and that almost every English sentence has.
_ENGLISH = re.compile(
    r"\b(?:the|and|of|with|from|this|that|which|were|was|is|are|not|for|by|their|its|been|have)\b",
    re.IGNORECASE,
)
# A text of one word without accents is often a name, a code, or the same in both languages.
_LEAST_LETTERS = 4
# So many blanks make a sentence.
_LONG = 4


def faults(
    visit: Visit,
    language: str,
    expected: frozenset[int] = frozenset({200}),
    written: frozenset[str] = frozenset(),
) -> list[str]:
    """Everything wrong with one answer, each as a sentence. `written` are titles of editors,
    which are shown as they wrote them."""
    if visit.fault:
        return [visit.fault]
    if visit.status >= 400 and visit.status not in expected:
        return [f"answers {visit.status}"]
    if visit.page is None:
        return []
    return [*_structure(visit.page, language), *_untranslated(visit.page, language, written)]


def _structure(page: Page, language: str) -> Iterator[str]:
    if f'<html lang="{language}"' not in page.body:
        yield f"is not in {language}"
    if page.levels.count(1) != 1 or page.levels[0] != 1:
        yield f"headings begin wrongly: {page.levels}"
    if any(after - before > 1 for before, after in pairwise(page.levels)):
        yield f"headings leave out a level: {page.levels}"
    if doubled := sorted({one for one in page.ids if page.ids.count(one) > 1}):
        yield f"ids stand twice: {doubled}"
    for text in page.texts:
        if found := _LEFTOVER.search(text.words):
            yield f"shows {found[0].strip()!r} in {text.words[:80]!r}"


def _untranslated(page: Page, language: str, written: frozenset[str]) -> Iterator[str]:
    sources, patterns = _other_texts(language)
    for text in page.texts:
        # What is marked on a Vietnamese page is English on purpose. On an English one the site
        # marks whatever has Vietnamese letters, so that the mark says nothing.
        is_marked = language == "vi" and text.language != "vi"
        if is_marked or text.words in written or len(text.words) < _LEAST_LETTERS:
            continue
        if text.language != language:
            # Names hold words of the interface, and are cut where they look English: only a whole
            # sentence tells.
            is_foreign = _bare(text.words) in sources and text.words.count(" ") >= _LONG
        else:
            is_foreign = _bare(text.words) in sources or any(
                one.fullmatch(text.words) for one in patterns
            )
        if language == "vi":
            is_foreign = is_foreign or _speaks_english(text.words)
        if is_foreign:
            yield f"not in {language}: {text.words[:100]!r}"


def _bare(words: str) -> str:
    """Without the signs at its end, which the mark of a language leaves outside."""
    return words.rstrip(".,:;")


def _speaks_english(words: str) -> bool:
    if _ACCENT.search(words) or words.startswith(("http", "/")):
        return False
    return len(_ENGLISH.findall(words)) >= 2


@cache
def _other_texts(language: str) -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Whole texts and patterns of the language that a page is not in."""
    whole, patterns = set(), []
    for entry in translations.read_catalogue():
        source, translated = entry.msgid, translations.text_of(entry)
        other, own = (source, translated) if language == "vi" else (translated, source)
        other = " ".join(re.sub(r"<[^>]+>", "", other).split())
        if other == " ".join(own.split()) or len(other) < _LEAST_LETTERS:
            continue
        parts = _PLACE.split(other)
        letters = sum(len(re.findall(r"[^\W\d_]", part)) for part in parts)
        if len(parts) == 1:
            # An English page shows Vietnamese only where it has accents; the rest may be a name.
            if language == "vi" or (_ACCENT.search(other) and " " in other):
                whole.add(other)
        elif letters >= 12:
            patterns.append(re.compile(".+?".join(re.escape(part) for part in parts)))
    own_texts = _own_texts(language)
    return frozenset(map(_bare, whole - own_texts)), tuple(patterns)


@cache
def _own_texts(language: str) -> frozenset[str]:
    """Texts that are right in the page's own language, though another entry has them as source."""
    return frozenset(
        translations.text_of(entry) if language == "vi" else entry.msgid
        for entry in translations.read_catalogue()
    )
