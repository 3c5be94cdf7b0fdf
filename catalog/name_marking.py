"""Marks the Vietnamese names on an English page with `lang="vi"`, so that they are read aloud
as Vietnamese (WCAG 3.1.2).

Names of products, makers, offices and places stand inside English sentences all over the site;
they are found by their letters, at one place, so that no page can forget it. Pure text: what is
in a title, an attribute, an option or an element that has its language already stays as it is.
"""

import re
from dataclasses import dataclass

_TAG = re.compile(r"(<[^>]*>)")
_NAME_OF_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)")
_SKIPPED = frozenset({"title", "script", "style", "option", "textarea", "svg", "code"})
_EMPTY = frozenset({"br", "hr", "img", "input", "link", "meta", "source"})
_WORDS = re.compile(r"(\s+)")
_OPEN_REFERENCE = re.compile(r"&#?\w+$")
_LETTERS = re.compile(r"[^\W\d_]+")
# A syllable as Vietnamese writes it, without accents: it may stand between words with accents.
_SYLLABLE = re.compile(
    r"(?:b|c|ch|d|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|qu|r|s|t|th|tr|v|x)?"
    r"[aeiouy]{1,3}(?:c|ch|m|n|ng|nh|p|t)?",
    re.IGNORECASE,
)
_ENGLISH = frozenset(
    {
        "a", "an", "at", "be", "but", "by", "can", "do", "for", "go", "he", "i", "in", "it",
        "me", "my", "no", "not", "of", "on", "one", "or", "out", "so", "than", "that", "the",
        "them", "then", "they", "to", "too", "up", "we", "who", "you",
    }
)  # fmt: skip


def mark_names(html: str) -> str:
    """The page with every run of Vietnamese words in its text wrapped in a marked span."""
    parts = _TAG.split(html)
    regions: list[_Region] = []
    for index, part in enumerate(parts):
        if index % 2:
            _follow(part, regions)
        elif not part.isascii() and not (regions and regions[-1].language != "en"):
            parts[index] = _mark(part)
    return "".join(parts)


@dataclass(slots=True)
class _Region:
    """An element whose text stays as it is: a Vietnamese one, or without `language` one that holds
    no text to read; or a Vietnamese one's part that is English again."""

    name: str
    language: str
    depth: int = 1


def _follow(tag: str, regions: list[_Region]) -> None:
    """Keeps the regions that are open at this place, the innermost last."""
    found = _NAME_OF_TAG.match(tag)
    if found is None:
        return
    name = found[1].lower()
    top = regions[-1] if regions else None
    if tag.startswith("</"):
        if top and top.name == name:
            top.depth -= 1
            if not top.depth:
                regions.pop()
    elif name in _EMPTY or tag.endswith("/>"):
        return
    elif (language := _begun(name, tag, top.language if top else "en")) is not None:
        regions.append(_Region(name, language))
    elif top and top.name == name:
        top.depth += 1


def _begun(name: str, tag: str, around: str) -> str | None:
    """The language of the region that a tag begins inside another, if it begins one."""
    if around == "en" and ' lang="vi"' in tag:
        return "vi"
    if around == "en" and name in _SKIPPED:
        return ""
    return "en" if around == "vi" and ' lang="en"' in tag else None


def _mark(text: str) -> str:
    words = _WORDS.split(text)
    kinds = [_kind(word) for word in words]
    named = [i for i, kind in enumerate(kinds) if kind == "name"]
    if not named:
        return text
    if all(kind in ("name", "syllable", "sign", "space") for kind in kinds):
        return _wrapped(text)
    runs: list[list[int]] = []
    for index in named:
        if runs and all(k in ("syllable", "sign", "space") for k in kinds[runs[-1][1] : index][1:]):
            runs[-1][1] = index
        else:
            runs.append([index, index])
    for run in reversed(runs):
        while run[0] >= 2 and kinds[run[0] - 2] == "syllable" and _is_capital(words[run[0] - 2]):
            run[0] -= 2
        while run[1] + 2 < len(words) and _goes_on(words[run[1]], words[run[1] + 2]):
            run[1] += 2
        words[run[0] : run[1] + 1] = [_wrapped("".join(words[run[0] : run[1] + 1]))]
        kinds[run[0] : run[1] + 1] = ["name"]
    return "".join(words)


def _kind(word: str) -> str:
    """name: has Vietnamese letters; syllable: could be Vietnamese; sign: no letters; english."""
    if not word or word.isspace():
        return "space"
    letters = _LETTERS.findall(word)
    if not letters:
        return "sign"
    if any(not run.isascii() for run in letters):
        return "name"
    if all(_SYLLABLE.fullmatch(run) and run.lower() not in _ENGLISH for run in letters):
        return "syllable"
    return "english"


def _is_capital(word: str) -> bool:
    return word[:1].isupper()


def _goes_on(last: str, following: str) -> bool:
    """Whether a word without accents ends a name: "An" after "Nghệ", even if it is English too."""
    letters = following.rstrip(".,:;)")
    return last[-1:].isalpha() and _is_capital(letters) and bool(_SYLLABLE.fullmatch(letters))


def _wrapped(text: str) -> str:
    """The text in a span, with blanks and closing signs left outside."""
    core = text.strip()
    start = text[: len(text) - len(text.lstrip())]
    closing = re.search(r"[.,:;]*$", core)
    end = closing.group() if closing else ""
    inner = core[: len(core) - len(end)] if end else core
    if end.startswith(";") and _OPEN_REFERENCE.search(inner):
        inner, end = f"{inner};", end[1:]
    tail = text[len(text.rstrip()) :]
    return f'{start}<span lang="vi">{inner}</span>{end}{tail}'
