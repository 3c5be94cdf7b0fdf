"""Vietnamese typography: a line never breaks inside a compound word of a large title, nor inside
the number of a decision. Pure."""

import re

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

# Pairs that stand in titles of the site; a break inside one reads like another word.
_COMPOUNDS = (
    "sản phẩm", "nông thôn", "công nhận", "công nghiệp", "tiêu biểu", "làng nghề", "truyền thống",
    "chỉ dẫn", "địa lý", "địa phương", "giấy chứng nhận", "chứng nhận", "hiệu lực",
    "thu hồi", "kiểm tra", "danh mục", "ghi ở",
)  # fmt: skip
_PAIR = re.compile("|".join(re.escape(pair) for pair in _COMPOUNDS), re.IGNORECASE)


def keep_compounds(title: str) -> str:
    """The title with no-break spaces inside the compounds that the site knows."""
    return _PAIR.sub(lambda found: found.group().replace(" ", "\u00a0"), title)


# "3763/QĐ-UBND", "38/2025/TT-BCT": browsers break them at the stroke and at the hyphen. What is
# longer than a narrow line may be broken after all.
_NUMBER = re.compile(r"(?<![\w/&;.-])\d{1,6}(?:/\d{4})?/[A-ZĐ][\w-]{1,16}(?![\w/])")


def keep_numbers(text: str) -> SafeString:
    """The text as HTML with each number of a decision in one piece; copied, it is as it was."""
    escaped = str(conditional_escape(text))
    kept = _NUMBER.sub(r'<span class="nowrap">\g<0></span>', escaped)
    return mark_safe(kept)  # noqa: S308  escaped above
