"""Entering makers and holders."""

import hashlib
import hmac

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from registry.events import columns_of, event_record
from registry.models import Authority, Establishment, PersonalIdentifier, User
from registry.models.choices import LegalKind
from registry.policies import Action, require
from registry.rules.checks import Problem
from registry.rules.identifiers import (
    personal_number_has_form,
    tax_code_is_valid,
    tax_code_normalise,
)
from registry.services.codes import code_allot
from registry.services.refusal import refuse_errors, required_problem, text_problems
from registry.text import clean, fold


@transaction.atomic
def establishment_enter(
    *,
    actor: User,
    authority: Authority | None,
    name: str,
    legal_kind: str = LegalKind.UNKNOWN,
    tax_code: str = "",
    parent: Establishment | None = None,
    trade_name: str = "",
    name_is_personal: bool = False,
) -> Establishment:
    """Enters a maker for the desk of an authority and returns it.

    `tax_code` is 10 digits, 13 with a parent, or the 12-digit personal number of a
    household, which goes encrypted into its own table. Raises Refused and NotAllowed.
    """
    require(actor, Action.ENTER, authority=authority)
    number = tax_code_normalise(tax_code)
    is_personal_number = personal_number_has_form(number)
    refuse_errors(
        [
            *required_problem("name", name),
            *text_problems({"name": name, "trade_name": trade_name}, {}),
            *([] if is_personal_number else _tax_code_problems(number, parent)),
            *_duplicate_problems(number, is_personal_number),
        ]
    )
    establishment = Establishment(
        code=code_allot(Establishment),
        legal_kind=legal_kind,
        name=clean(name),
        name_folded=fold(name)[:300],
        trade_name=clean(trade_name),
        name_is_personal=name_is_personal,
        enterprise_number=None if is_personal_number or not number else number,
        parent=parent,
    )
    establishment.save(force_insert=True)
    after = columns_of(establishment)
    if name_is_personal:
        # A household's name is often its owner's; the log holds a keyed digest of it only.
        for column in ("name", "name_folded", "trade_name"):
            after[column] = personal_digest(after[column])
    if is_personal_number:
        identifier = PersonalIdentifier.objects.create(
            establishment=establishment,
            number_encrypted=personal_number_encrypt(number),
            number_digest=personal_digest(number),
        )
        after |= {
            "personal_identifier_id": identifier.pk,
            "personal_number_digest": identifier.number_digest,
        }
    event_record(tag="establishment:record:enter", subject=establishment, actor=actor, after=after)
    return establishment


def personal_digest(value: str) -> str:
    """Keyed HMAC-SHA-256 of a personal value: equal values are found, none is read."""
    key = settings.PERSONAL_DIGEST_KEY.encode()
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()


def personal_number_encrypt(number: str) -> bytes:
    """The number under the first key; older keys stay readable, so that keys can rotate."""
    keys = [Fernet(key.encode()) for key in settings.PERSONAL_DATA_KEYS]
    return MultiFernet(keys).encrypt(number.encode())


def _tax_code_problems(number: str, parent: Establishment | None) -> list[Problem]:
    if not number:
        return []
    if not tax_code_is_valid(number):
        return [
            Problem(
                "tax-code-invalid",
                "tax_code",
                _(
                    "The tax code %(number)s cannot exist: it has 10 or 13 digits and its check "
                    "digit must fit. Compare it with the business registration."
                )
                % {"number": number},
            )
        ]
    if len(number) == 13 and parent is None:
        return [
            Problem(
                "tax-code-needs-parent",
                "parent",
                _("A 13-digit code belongs to a dependent unit. Choose its parent."),
            )
        ]
    return []


def _duplicate_problems(number: str, is_personal_number: bool) -> list[Problem]:
    if not number:
        return []
    if is_personal_number:
        taken = PersonalIdentifier.objects.filter(number_digest=personal_digest(number)).exists()
    else:
        taken = Establishment.objects.filter(enterprise_number=number).exists()
    if not taken:
        return []
    return [
        Problem(
            "tax-code-taken",
            "tax_code",
            _("Another establishment has this tax code. Choose that one instead."),
        )
    ]
