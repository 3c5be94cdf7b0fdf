"""The tables of the register. Other packages import models from here."""

from registry.models.acts import CertificationEvent
from registry.models.authorities import (
    Authority,
    GroupNode,
    LegalText,
    RegimeAct,
    RegimeGrade,
    Scheme,
    SchemeRegime,
    Taxonomy,
)
from registry.models.certifications import Certification
from registry.models.corrections import PendingCorrection
from registry.models.crafts import CraftVillage
from registry.models.decisions import Decision, Round
from registry.models.evidence import Evidence
from registry.models.exchange import ImportBatch, ImportRow
from registry.models.holders import (
    Consent,
    Contact,
    Establishment,
    EstablishmentAddress,
    EstablishmentName,
    PersonalIdentifier,
)
from registry.models.log import Event
from registry.models.notices import FakeNumber, Proceeding
from registry.models.pending import PendingAct
from registry.models.places import (
    Era,
    GazetteerDataset,
    Place,
    PlaceName,
    Region,
    RegionMembership,
    Succession,
)
from registry.models.products import Product, ProductIdentifier, ProductSetMember
from registry.models.users import Delegation, User

__all__ = [
    "Authority",
    "Certification",
    "CertificationEvent",
    "Consent",
    "Contact",
    "CraftVillage",
    "Decision",
    "Delegation",
    "Era",
    "Establishment",
    "EstablishmentAddress",
    "EstablishmentName",
    "Event",
    "Evidence",
    "FakeNumber",
    "GazetteerDataset",
    "GroupNode",
    "ImportBatch",
    "ImportRow",
    "LegalText",
    "PendingAct",
    "PendingCorrection",
    "PersonalIdentifier",
    "Place",
    "PlaceName",
    "Proceeding",
    "Product",
    "ProductIdentifier",
    "ProductSetMember",
    "RegimeAct",
    "RegimeGrade",
    "Region",
    "RegionMembership",
    "Round",
    "Scheme",
    "SchemeRegime",
    "Succession",
    "Taxonomy",
    "User",
]
