"""What the mark of each scheme means and what is known of its criteria, for its own page.

Facts are those of the legal texts that the register names; a criterion that was read about
but not in the text itself says so. Dates, issuers and acts are rows and never stand here.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Criterion:
    text: str | Promise
    is_verified: bool = False


@dataclass(frozen=True, slots=True)
class SchemeText:
    """Meaning in one paragraph, what it does not mean, and the criteria."""

    meaning: str | Promise
    limits: str | Promise
    criteria: tuple[Criterion, ...]


_TEXTS = {
    "cnnttb": SchemeText(
        _(
            "A vote of industry and trade offices for products of rural industry: made in series, "
            "by a small or medium enterprise, a cooperative or a household. A title is of one "
            "round. A higher level does not replace a lower one; both stand beside each other."
        ),
        _("It is a title of quality and design. It is no permit and no proof of food safety."),
        (
            Criterion(_("Market response and capacity to make more")),
            Criterion(_("Economic, technical, social and environmental effect")),
            Criterion(_("Culture and looks")),
            Criterion(_("Other criteria of the round")),
            Criterion(
                _(
                    "A product of a region comes from titles of a province, one of the nation "
                    "from titles of a region"
                )
            ),
        ),
    ),
    "ocop": SchemeText(
        _(
            "One Commune One Product: a product of a commune, assessed for its origin, quality and "
            "the people who make it. It has 3, 4 or 5 stars. One and two stars are a result of the "
            "assessment and give no certificate."
        ),
        _(
            "The stars belong to the product named on the certificate, not to its maker. "
            "“Potential 5 stars” is not 5 stars."
        ),
        (
            Criterion(
                _(
                    "Since 24/02/2023: product and strength of the community 40, marketing 25, "
                    "quality of the product 35 points of 100"
                )
            ),
            Criterion(
                _(
                    "From 21/08/2019 to 23/02/2023: product and strength of the community 35, "
                    "marketing 25, quality of the product 40 points of 100"
                )
            ),
            Criterion(_("5 stars: 90 to 100 points"), True),
            Criterion(_("4 stars: 70 to under 90 points"), True),
            Criterion(_("3 stars: 50 to under 70 points"), True),
            Criterion(
                _("Some conditions are compulsory for a number of stars, whatever the points"), True
            ),
        ),
    ),
    "craft": SchemeText(
        _(
            "A title of a place, below the commune, where many households live on one trade. There "
            "are three: traditional craft, craft village and traditional craft village."
        ),
        _(
            "The title is of the village. A product made there has a certificate only if it has "
            "one of its own."
        ),
        (
            Criterion(
                _(
                    "Traditional craft: in the place for more than 50 years and still growing; "
                    "products of national character; tied to artisans or to the village's name"
                )
            ),
            Criterion(
                _(
                    "Craft village: at least 20 % of households in the trade; stable for at least "
                    "2 years; conditions of the environment are met"
                )
            ),
            Criterion(
                _("Traditional craft village: a craft village with at least one traditional craft")
            ),
        ),
    ),
    "cddl": SchemeText(
        _(
            "A sign that protects the name of a place for products that owe their quality to it. "
            "It belongs to the State; makers of the area may be given the right to use it."
        ),
        _("The register shows the indication itself, not every maker that may use it."),
        (Criterion(_("Quality or reputation comes mainly from the place named")),),
    ),
}
_OTHER = SchemeText(
    _("A programme that recognises rural products or places."),
    _("A title covers only what its decision names."),
    (),
)


def scheme_text(code: str) -> SchemeText:
    """The text of a scheme; one that was added as a row only gets a general one."""
    return _TEXTS.get(code, _OTHER)
