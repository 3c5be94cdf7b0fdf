"""Makers and issuers that a printed line names."""

import re

from registry.models import Authority
from registry.models.choices import AuthorityKind, LegalKind
from registry.rules.validity import DayBounds
from registry.text import exact_key, fold, tokens

_ABBREVIATIONS = {
    "htx": "hợp tác xã",
    "tht": "tổ hợp tác",
    "ctcp": "công ty cổ phần",
    "cp": "cổ phần",
    "mtv": "một thành viên",
    "sx": "sản xuất",
    "tm": "thương mại",
    "dv": "dịch vụ",
    "xnk": "xuất nhập khẩu",
    "dntn": "doanh nghiệp tư nhân",
    "hkd": "hộ kinh doanh",
}
_LEGAL_FORMS = (
    ("chi nhánh", LegalKind.BRANCH),
    ("công ty cổ phần", LegalKind.JOINT_STOCK),
    ("công ty cp", LegalKind.JOINT_STOCK),
    ("ctcp", LegalKind.JOINT_STOCK),
    ("tập đoàn", LegalKind.JOINT_STOCK),
    ("công ty tnhh", LegalKind.LIMITED),
    ("công ty trách nhiệm hữu hạn", LegalKind.LIMITED),
    ("doanh nghiệp tư nhân", LegalKind.PRIVATE),
    ("dntn", LegalKind.PRIVATE),
    ("hợp tác xã", LegalKind.COOPERATIVE),
    ("htx", LegalKind.COOPERATIVE),
    ("tổ hợp tác", LegalKind.COOPERATIVE_GROUP),
    ("tht", LegalKind.COOPERATIVE_GROUP),
    ("hộ kinh doanh", LegalKind.HOUSEHOLD),
    ("hkd", LegalKind.HOUSEHOLD),
    ("hộ sản xuất", LegalKind.PRODUCER_HOUSEHOLD),
    ("hộ gia đình", LegalKind.PRODUCER_HOUSEHOLD),
    ("cơ sở", LegalKind.FACILITY),
    ("trang trại", LegalKind.FARM),
    ("hội", LegalKind.ASSOCIATION),
    ("hiệp hội", LegalKind.ASSOCIATION),
    ("trung tâm", LegalKind.ASSOCIATION),
    ("sở", LegalKind.STATE_BODY),
    ("chi cục", LegalKind.STATE_BODY),
    ("ubnd", LegalKind.STATE_BODY),
    ("ủy ban nhân dân", LegalKind.STATE_BODY),
)
_COMMITTEE = re.compile(
    r"(?:chủ tịch )?(?:ubnd|ủy ban nhân dân)\s+"
    r"(?P<type>tỉnh|thành phố|tp\.?|huyện|quận|thị xã|xã|phường)\s*(?P<name>.*)",
    re.IGNORECASE,
)


def name_key(text: str) -> str:
    """A name for comparing: abbreviations written out, tone placement and case made equal."""
    words = []
    for token in tokens(text):
        words += tokens(_ABBREVIATIONS.get(token, token))
    return " ".join(exact_key(word) for word in words)


def legal_kind_of(name: str) -> LegalKind:
    """The legal kind that a printed name begins with."""
    lowered = name.lower()
    return next(
        (kind for prefix, kind in _LEGAL_FORMS if lowered.startswith(prefix)), LegalKind.UNKNOWN
    )


class IssuerBook:
    """Finds the authority of a printed issuer for a day; never invents one."""

    def __init__(self) -> None:
        self._others = {
            fold(row.name): row
            for row in Authority.objects.exclude(
                kind__in=[
                    AuthorityKind.COMMUNE,
                    AuthorityKind.DISTRICT,
                    AuthorityKind.PROVINCE,
                ]
            )
        }
        self._committees: dict[tuple[str, str], list[Authority]] = {}
        rows = Authority.objects.filter(
            kind__in=[AuthorityKind.DISTRICT, AuthorityKind.PROVINCE]
        ).select_related("place__parent")
        for row in rows:
            if row.place is not None:
                key = (row.kind, fold(row.place.short_name))
                self._committees.setdefault(key, []).append(row)

    def find(
        self, printed: str, *, province: str, district: str, issued: DayBounds
    ) -> Authority | None:
        """The body so named that existed then; among those of one name, the province's own."""
        if not printed:
            return None
        match = _COMMITTEE.match(printed)
        if match is None:
            return self._others.get(fold(printed)) or (
                self._committee(AuthorityKind.DISTRICT, district, province, issued)
                if fold(printed) == "ubnd huyen"
                else None
            )
        name = match["name"].strip()
        if match["type"].lower() in ("xã", "phường"):
            return None
        if not name:
            return self._committee(AuthorityKind.DISTRICT, district, province, issued)
        if match["type"].lower() in ("huyện", "quận", "thị xã"):
            return self._committee(AuthorityKind.DISTRICT, name, province, issued)
        return self._committee(AuthorityKind.PROVINCE, name, "", issued) or self._committee(
            AuthorityKind.DISTRICT, name, province, issued
        )

    def _committee(
        self, kind: str, name: str, province: str, issued: DayBounds
    ) -> Authority | None:
        short = re.sub(
            r"^(tỉnh|thành phố|tp\.?|huyện|quận|thị xã)\s+", "", name, flags=re.IGNORECASE
        )
        aliases = {"thua thien hue": "hue", "tp hcm": "ho chi minh"}
        found = self._committees.get((kind, aliases.get(fold(short), fold(short))), [])
        if province:
            wanted = aliases.get(fold(province), fold(province))
            found = [
                row
                for row in found
                if row.place and row.place.parent and fold(row.place.parent.short_name) == wanted
            ]
        day = issued.earliest
        if day is not None:
            existing = [
                row
                for row in found
                if (row.valid_from is None or row.valid_from <= (issued.latest or day))
                and (row.valid_to is None or day <= row.valid_to)
            ]
            found = existing or found
        found.sort(key=lambda row: (row.valid_from is not None, row.pk))
        return found[0] if found else None
