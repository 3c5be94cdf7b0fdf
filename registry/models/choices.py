"""Closed vocabularies of the register, and the sets of them that code asks about.

Terms follow ISO/IEC 17000 (conformity assessment). Nothing here reads the database.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlaceLevel(models.TextChoices):
    """Level of an administrative unit. Districts (cấp huyện) ended on 1 July 2025."""

    PROVINCE = "province", _("Province")
    DISTRICT = "district", _("District")
    COMMUNE = "commune", _("Commune")


class NameKind(models.TextChoices):
    OFFICIAL = "official", _("Official name")
    FORMER = "former", _("Former name")
    ABBREVIATION = "abbreviation", _("Abbreviation")
    MISSPELLING = "misspelling", _("Common misspelling")
    FOREIGN = "foreign", _("Foreign name")


class SuccessionExtent(models.TextChoices):
    """How much of an old unit went to a successor, as far as the source says."""

    WHOLE = "whole", _("Whole unit")
    PART = "part", _("Part of the unit")
    AREA_ONLY = "area_only", _("Part of the area only")
    AREA_AND_POPULATION = "area_and_population", _("Part of the area with the whole population")
    POPULATION_PART = "population_part", _("Part of the population")
    UNKNOWN = "unknown", _("Not known")


class RegionKind(models.TextChoices):
    SOCIO_ECONOMIC = "socio_economic", _("Socio-economic region")
    VOTING = "voting", _("Voting region of rural industry products")


class PlaceCertainty(models.TextChoices):
    """How surely the printed place was resolved to today's unit."""

    EXACT = "exact", _("Exact")
    ONE_OF_SEVERAL = "one_of_several", _("One of several")
    DISTRICT_ONLY = "district_only", _("District only")
    PROVINCE_ONLY = "province_only", _("Province only")
    UNKNOWN = "unknown", _("Not known")


class DatePrecision(models.TextChoices):
    """What a source says of a date. The stored day is the first of the month or year."""

    DAY = "day", _("Day")
    MONTH = "month", _("Month")
    YEAR = "year", _("Year")
    NONE = "none", _("Not known")


class EvidenceGrade(models.TextChoices):
    """A signed decision; B1 official news; B2 proposal or scoring; C the maker's own word."""

    A = "A", _("A: signed decision or annex")
    B1 = "B1", _("B1: official news of the award")
    B2 = "B2", _("B2: proposal or scoring only")
    C = "C", _("C: the maker's own or unofficial page")


PUBLIC_GRADES = frozenset({EvidenceGrade.A, EvidenceGrade.B1})


class AuthorityKind(models.TextChoices):
    COMMUNE = "commune", _("Commune People's Committee")
    DISTRICT = "district", _("District People's Committee")
    PROVINCE = "province", _("Provincial People's Committee")
    DEPARTMENT = "department", _("Provincial department")
    AGENCY = "agency", _("Agency of a ministry")
    MINISTRY = "ministry", _("Ministry")


class Grading(models.TextChoices):
    """What a scheme grades by."""

    LEVELS = "levels", _("Levels")
    STARS = "stars", _("Stars")
    TITLES = "titles", _("Titles")
    NONE = "none", _("No grades")


class SubjectKind(models.TextChoices):
    PRODUCT = "product", _("Product")
    CRAFT_VILLAGE = "craft_village", _("Craft or craft village")


class CertificationLevel(models.TextChoices):
    """Level of the vote for rural industry products (cấp bình chọn CNNTTB)."""

    COMMUNE = "commune", _("Commune level")
    DISTRICT = "district", _("District level")
    PROVINCE = "province", _("Provincial level")
    REGION = "region", _("Regional level")
    NATION = "nation", _("National level")


class CraftTitleKind(models.TextChoices):
    """Titles of Decree 52/2018/NĐ-CP: nghề truyền thống, làng nghề, làng nghề truyền thống."""

    TRADITIONAL_CRAFT = "traditional_craft", _("Traditional craft")
    CRAFT_VILLAGE = "craft_village", _("Craft village")
    TRADITIONAL_CRAFT_VILLAGE = "traditional_craft_village", _("Traditional craft village")


class EntryState(models.TextChoices):
    """Life of an entry at the desk; never the status of a certification.

    A discarded draft was never public: it stays as a row, and nothing lists or counts it.
    """

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    PUBLISHED = "published", _("Published")
    DISCARDED = "discarded", _("Discarded")


class ActKind(models.TextChoices):
    """Legal acts on a certification (ISO/IEC 17000:2020, 7 and 8); thu hồi is withdraw."""

    ISSUE = "issue", _("Issue")
    CORRECT = "correct", _("Correction")
    EXTEND = "extend", _("Extension")
    SUSPEND = "suspend", _("Suspension")
    REINSTATE = "reinstate", _("Reinstatement")
    WITHDRAW = "withdraw", _("Withdrawal")
    SURRENDER = "surrender", _("Surrender")
    SUPERSEDE = "supersede", _("Replacement")
    ANNUL = "annul", _("Annulment")


class CertificationStatus(models.TextChoices):
    """Computed by `registry.rules.status`; no table stores it."""

    NOT_YET_VALID = "not_yet_valid", _("Not yet valid")
    VALID = "valid", _("Valid")
    VALIDITY_UNKNOWN = "validity_unknown", _("Validity not known")
    EXPIRED = "expired", _("Expired")
    SUSPENDED = "suspended", _("Suspended")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    SURRENDERED = "surrendered", _("Surrendered")
    SUPERSEDED = "superseded", _("Replaced")
    ANNULLED = "annulled", _("Annulled")


ENDED_STATUSES = frozenset(
    {
        CertificationStatus.EXPIRED,
        CertificationStatus.WITHDRAWN,
        CertificationStatus.SURRENDERED,
        CertificationStatus.SUPERSEDED,
        CertificationStatus.ANNULLED,
    }
)


class SuccessionReason(models.TextChoices):
    """Why a new certification of the same product closes the one in force."""

    RENEWAL = "renewal", _("Renewal")
    UPGRADE = "upgrade", _("Upgrade")
    LOWERING = "lowering", _("Lowering")


class DecisionKind(models.TextChoices):
    RECOGNISE = "recognise", _("Recognition")
    WITHDRAW = "withdraw", _("Withdrawal")
    CORRECT = "correct", _("Correction")
    EXTEND = "extend", _("Extension")
    SUSPEND = "suspend", _("Suspension")
    ANNUL = "annul", _("Annulment")


class ValidityBasis(models.TextChoices):
    """Where the end of validity comes from."""

    PRINTED = "printed", _("Printed in the source")
    COMPUTED = "computed", _("Computed by the scheme's rule")
    NO_END = "no_end", _("No end date")
    UNKNOWN = "unknown", _("Not known")


class LegalKind(models.TextChoices):
    JOINT_STOCK = "joint_stock", _("Joint-stock company")
    LIMITED = "limited", _("Limited company")
    PRIVATE = "private", _("Private enterprise")
    BRANCH = "branch", _("Branch")
    COOPERATIVE = "cooperative", _("Cooperative")
    COOPERATIVE_GROUP = "cooperative_group", _("Cooperative group")
    HOUSEHOLD = "household", _("Business household")
    PRODUCER_HOUSEHOLD = "producer_household", _("Producer household")
    FACILITY = "facility", _("Production facility")
    FARM = "farm", _("Farm")
    ASSOCIATION = "association", _("Association or centre")
    STATE_BODY = "state_body", _("State body")
    UNKNOWN = "unknown", _("Not known")


class ProductKind(models.TextChoices):
    SINGLE = "single", _("Single product")
    SET = "set", _("Set of products")


class IdentifierKind(models.TextChoices):
    GTIN = "gtin", _("GTIN barcode")
    TRACE = "trace", _("Trace code or address")
    OCOP_CODE = "ocop_code", _("OCOP product code")
    GEOGRAPHICAL_INDICATION = "geographical_indication", _("Right to use an indication")
    TRADEMARK = "trademark", _("Trademark")
    SELF_DECLARATION = "self_declaration", _("Self-declaration of quality")
    PROCESS_CERTIFICATE = "process_certificate", _("Process certificate")


class ContactKind(models.TextChoices):
    PHONE = "phone", _("Telephone")
    EMAIL = "email", _("E-mail")
    WEBSITE = "website", _("Website")


class Role(models.TextChoices):
    """What a delegated account does for its authority."""

    CLERK = "clerk", _("Clerk")
    APPROVER = "approver", _("Approver")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


class RowOutcome(models.TextChoices):
    PUBLISHED = "published", _("Published")
    DRAFT = "draft", _("Kept as draft")
    UNCHANGED = "unchanged", _("Unchanged")
    REFUSED = "refused", _("Refused")
