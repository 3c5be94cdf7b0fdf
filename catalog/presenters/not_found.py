"""Honest answers where a typed number leads to no single record: each case has its own words.

"Fake" is only said of a number that an office has publicly declared so. Makes no query.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog import addresses
from catalog.days import day_text, fact_day, moment_text, number_text
from catalog.marks import mark_html
from catalog.presenters.verification import Answer
from registry.gazetteer.directory import PlaceDirectory
from registry.models import Decision
from registry.models.choices import PlaceLevel
from registry.rules.identifiers import CODE_LENGTH, code_grouped, code_has_form
from registry.selectors.coverage import Coverage
from registry.selectors.verification import Outcome, Verification


@dataclass(frozen=True, slots=True)
class Line:
    """A way on: a heading or a name, what to know of it, and where it leads."""

    name: str
    text: str = ""
    url: str = ""
    link_words: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class WaysOn:
    """What stands below the answer. `provinces` is filled where the office may be chosen."""

    choices_heading: str
    choices: tuple[Line, ...]
    reasons: tuple[Line, ...]
    office: str
    office_lines: tuple[str, ...]
    provinces: tuple[Option, ...]
    typed: str


def answer(found: Verification, now: dt.datetime) -> Answer:
    """The heading and the sentence of the case."""
    build: dict[Outcome, Callable[[Verification], tuple[str, str, str, SafeString]]] = {
        Outcome.MISSHAPEN: _mistyped,
        Outcome.MISTYPED: _mistyped,
        Outcome.UNKNOWN: _unknown,
        Outcome.SEVERAL: _several,
        Outcome.DECISIONS: _decisions,
        Outcome.DECISION_MISSING: _decision_missing,
        Outcome.BARCODE_MISTYPED: _barcode_mistyped,
        Outcome.BARCODE_UNKNOWN: _barcode_unknown,
        Outcome.OUTSIDE: _outside,
        Outcome.FAKE: _fake,
    }
    heading, text, tone, mark = build[found.outcome](found)
    link = found.fake.source_url if found.fake else ""
    return Answer(
        heading,
        text,
        tone,
        mark,
        link=link,
        link_words=found.fake.source_title if found.fake else "",
        checked=moment_text(now),
        checked_machine=now.isoformat(timespec="minutes"),
    )


def ways_on(found: Verification, directory: PlaceDirectory, office: Coverage | None) -> WaysOn:
    may_choose = found.outcome in (Outcome.UNKNOWN, Outcome.DECISION_MISSING) and not found.detail
    return WaysOn(
        choices_heading=_choices_heading(found),
        choices=_choices(found),
        reasons=_reasons(found.outcome),
        office=office.office.name if office else "",
        office_lines=_office_lines(office) if office else (),
        provinces=_provinces(directory, office) if may_choose else (),
        typed=found.typed,
    )


def _mistyped(found: Verification) -> tuple[str, str, str, SafeString]:
    """Why a typed code cannot be one of ours: its length, its letters or its last sign."""
    code = found.code
    if len(code) != CODE_LENGTH:
        text = ngettext(
            "A code of the register has nine letters and digits. What was typed has %(count)s.",
            "A code of the register has nine letters and digits. What was typed has %(count)s.",
            len(code),
        ) % {"count": len(code)}
    elif not code_has_form(code):
        text = _(
            "A code of the register has only digits and the letters A to Z without I, L, O, U."
        )
    else:
        text = _("The last sign does not match the eight before it. One of them is mistyped.")
    if found.choices:
        slip = _("One slip would explain it; see below.")
        text = f"{text} {slip}"
    return _("The code is not typed correctly"), text, "", mark_html("status-mistyped")


def _unknown(found: Verification) -> tuple[str, str, str, SafeString]:
    text = _(
        "The code %(code)s is well formed, but it has not been given to any certificate. "
        "That alone does not show that the goods are fake."
    ) % {"code": code_grouped(found.code)}
    return _("The register does not have this code"), text, "", mark_html("status-notfound")


def _several(found: Verification) -> tuple[str, str, str, SafeString]:
    text = ngettext(
        "The number %(number)s stands on %(count)s entry of the register. Choose the one whose "
        "name is on the pack.",
        "The number %(number)s stands on %(count)s entries of the register. Choose the one whose "
        "name is on the pack.",
        len(found.choices),
    ) % {"number": found.typed, "count": len(found.choices)}
    return _("Several entries bear this number"), text, "", mark_html("status-notfound")


def _decisions(found: Verification) -> tuple[str, str, str, SafeString]:
    text = _(
        "A decision recognises many products at once. Open its list and look for the name that "
        "is on the pack: only what stands there is recognised by it."
    )
    return _("This is the number of a decision"), text, "", mark_html("status-notfound")


def _decision_missing(found: Verification) -> tuple[str, str, str, SafeString]:
    text = _(
        "The register does not hold Decision %(number)s yet, or the number is printed otherwise. "
        "A certificate that rests on it may well be in force. Ask the office that signed it."
    ) % {"number": found.code}
    return _("This decision is not in the register"), text, "", mark_html("status-notfound")


def _barcode_mistyped(found: Verification) -> tuple[str, str, str, SafeString]:
    text = _(
        "The last digit of the barcode number %(number)s does not match those before it. "
        "Compare it with the digits under the bars."
    ) % {"number": found.code}
    return (
        _("The barcode number is not typed correctly"), text, "", mark_html("status-mistyped"),
    )  # fmt: skip


def _barcode_unknown(found: Verification) -> tuple[str, str, str, SafeString]:
    text = _(
        "No certified product is recorded with the barcode %(number)s. A barcode says who put "
        "goods on the market, not that they are certified; few are recorded here. Search by name."
    ) % {"number": found.code}
    return (
        _("The register does not know this barcode"), text, "", mark_html("status-notfound"),
    )  # fmt: skip


def _outside(found: Verification) -> tuple[str, str, str, SafeString]:
    names = {
        "globalgap": _("GLOBALG.A.P."),
        "vietgap": _("VietGAP"),
        "organic": _("organic farming"),
        "food_safety": _("food safety papers"),
        "iso": _("ISO certificates"),
        "halal": _("Halal"),
        "self_declared": _("standards and declarations of quality"),
        "high_quality": _("High Quality Vietnamese Goods"),
    }
    text = _(
        "What was typed belongs to another programme: %(programme)s. The register keeps titles "
        "of rural industry products, OCOP, craft villages and geographical indications only. "
        "Whoever issued that paper can verify it; this answer says nothing against it."
    ) % {"programme": names[found.detail]}
    return _("This programme is not in the register"), text, "", mark_html("status-notfound")


def _fake(found: Verification) -> tuple[str, str, str, SafeString]:
    assert found.fake is not None
    text = _(
        "%(office)s announced on %(day)s that the number %(number)s is fake. No certificate was "
        "ever issued with it. Do not rely on it, and tell that office where you saw it."
    ) % {
        "office": found.fake.announced_by.name,
        "day": day_text(found.fake.announced_on),
        "number": found.fake.number,
    }
    return _("This number has been announced as fake"), text, "bad", mark_html("status-annulled")


def _choices_heading(found: Verification) -> str:
    if not (found.choices or found.decisions):
        return ""
    if found.outcome is Outcome.DECISIONS:
        return _("Decisions with this number")
    if found.outcome is Outcome.SEVERAL:
        return _("Entries with this number")
    return ngettext("Perhaps you mean this code", "Perhaps you mean one of these codes",
                    len(found.choices))  # fmt: skip


def _choices(found: Verification) -> tuple[Line, ...]:
    if found.decisions:
        return tuple(_decision_line(row) for row in found.decisions)
    return tuple(
        Line(code_grouped(row.code), row.name, addresses.verify(row.code)) for row in found.choices
    )


def _decision_line(row: Decision) -> Line:
    signed = fact_day(row.signed_on, row.signed_on_precision)
    text = _("%(office)s, signed: %(day)s") % {"office": row.issuer.name, "day": signed}
    return Line(
        _("Decision %(number)s") % {"number": row.number},
        text,
        addresses.decision(row),
    )


def _reasons(outcome: Outcome) -> tuple[Line, ...]:
    if outcome is not Outcome.UNKNOWN:
        return ()
    return (
        Line(
            _("It is the number of a decision or another trace code"),
            _("A number such as 3981/QĐ-UBND belongs to a decision. Type it in the field above."),
        ),
        Line(
            _("The decision has not been entered yet"),
            _("Offices enter their decisions one after another. The register may lag behind the "
              "paper. Below, choose the province to see how far its office has come."),
        ),
        Line(
            _("The programme is outside the register"),
            _("VietGAP, organic, ISO and food safety papers are issued elsewhere."),
        ),
        Line(
            _("The code was made up"),
            _("A pack that says OCOP without any code of this register is not fake for that "
              "reason: look the product up by its name."),
            addresses.CATALOGUE,
            _("Search the catalogue"),
        ),
    )  # fmt: skip


def _office_lines(office: Coverage) -> tuple[str, ...]:
    if not office.decisions:
        return (_("No decision of this office has been entered yet."),)
    lines = [
        ngettext(
            "%(count)s decision of this office is in the register.",
            "%(count)s decisions of this office are in the register.",
            office.decisions,
        )
        % {"count": number_text(office.decisions)}
    ]
    if office.announced:
        lines.append(
            _("Of the %(announced)s titles that they announced, %(entered)s are entered.")
            % {
                "announced": number_text(office.announced),
                "entered": number_text(office.entered),
            }
        )
    else:
        lines.append(_("How many titles they announced is not known."))
    if office.newest:
        lines.append(_("The newest was signed on %(day)s.") % {"day": day_text(office.newest)})
    lines.append(_("Whether a paper is genuine, this office can say."))
    return tuple(lines)


def _provinces(directory: PlaceDirectory, office: Coverage | None) -> tuple[Option, ...]:
    era = directory.era_on()
    chosen = office.office.place_id if office else None
    return tuple(
        Option(place.public_id, place.full_name, place.id == chosen)
        for place in directory.all()
        if era and place.era_key == era.key and place.level == PlaceLevel.PROVINCE
    )
