"""The one stylesheet of the public site, joined from `catalog/styles/`. Decides no look.

People write the parts; `python -m catalog.stylesheet` joins them into the file that is served,
and a test holds that file equal to the parts. Cascade layers, named on the first lines of
`tokens.css`, decide what wins, so that the order of the parts means nothing.
"""

import re
from pathlib import Path

STYLESHEET = "catalog/sovang.css"
PARTS = (
    "tokens", "base", "frame", "controls", "state", "records", "entries", "results", "matter",
    "pages", "home", "editorial", "diagram", "style_page", "focus", "print",
)  # fmt: skip
_HERE = Path(__file__).resolve().parent
_SOURCES = _HERE / "styles"


def part_text(name: str) -> str:
    """One part as people write it."""
    return (_SOURCES / f"{name}.css").read_text(encoding="utf-8")


def stylesheet_text() -> str:
    """All parts as one file, without comments and without space that means nothing."""
    text = "\n".join(part_text(name) for name in PARTS)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r" ?([{};,]) ?", r"\1", text)
    text = re.sub(r"(?<=[\w-]): ", ":", text).replace(";}", "}")
    return text.replace("}}@layer", "}}\n@layer").replace("}@font-face", "}\n@font-face") + "\n"


if __name__ == "__main__":
    (_HERE / "static" / STYLESHEET).write_text(stylesheet_text(), encoding="utf-8")
