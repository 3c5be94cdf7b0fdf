"""What the lines of a file are about: makers, products and craft villages, each entered once."""

from collections.abc import Iterable, Mapping

from catalog.demo.columns import PrintedRow
from catalog.demo.parties import legal_kind_of, name_key
from catalog.demo.reading import in_columns, printed_place
from catalog.demo.standing import Standing
from registry.models import (
    Authority,
    CraftVillage,
    Establishment,
    GroupNode,
    Product,
    Scheme,
    User,
)
from registry.models.choices import LegalKind, ProductKind, SubjectKind
from registry.models.holders import PERSONAL_NAME_LEFT_OUT
from registry.services.holders import establishment_enter
from registry.services.products import craft_village_enter, product_enter
from registry.services.refusal import Refused


class Subjects:
    """Those of one run over a file, remembered by their printed names."""

    def __init__(self, clerk: User) -> None:
        self.clerk = clerk
        self._groups = {
            node.code: node for node in GroupNode.objects.filter(taxonomy__code="sovang")
        }
        self._makers: dict[str, Establishment] = {}
        self._subjects: dict[str, Product | CraftVillage] = {}
        self._standing = Standing()

    def recall(self, rows: Iterable[PrintedRow], schemes: Mapping[str, Scheme]) -> None:
        """Finds products that an earlier file entered, before any line is added to them."""
        for row in rows:
            subject = self._standing.subject(row, printed_place(row))
            if subject is None:
                continue
            maker = subject.maker if isinstance(subject, Product) else None
            if maker is not None:
                self._makers.setdefault(self._maker_key(row), maker)
            key = _subject_key(row, schemes[row.scheme], maker)
            self._subjects.setdefault(key, subject)

    def of(
        self, row: PrintedRow, scheme: Scheme, issuer: Authority | None
    ) -> Product | CraftVillage:
        cells = row.cells
        maker = self._maker(row, issuer) if scheme.subject == SubjectKind.PRODUCT else None
        key = _subject_key(row, scheme, maker)
        if key in self._subjects:
            return self._subjects[key]
        group = self._groups.get(cells.get("display_group", ""), self._groups["chung"])
        subject: Product | CraftVillage
        if scheme.subject == SubjectKind.CRAFT_VILLAGE:
            subject = craft_village_enter(
                actor=self.clerk,
                authority=issuer,
                name=cells["product"],
                group=group,
                place_text=cells["address_printed"],
            )
        else:
            kind = ProductKind.SET if cells["product"].startswith("Bộ ") else ProductKind.SINGLE
            subject = product_enter(
                actor=self.clerk,
                authority=issuer,
                name=cells["product"],
                maker=maker,
                kind=kind,
                group=group,
            )
        self._subjects[key] = subject
        return subject

    def _maker(self, row: PrintedRow, issuer: Authority | None) -> Establishment | None:
        name = row.cells["establishment"]
        if not name:
            return None
        is_personal = PERSONAL_NAME_LEFT_OUT in name
        key = self._maker_key(row)
        if key not in self._makers and (standing := self._standing.maker(row)):
            self._makers[key] = standing
        if key not in self._makers:
            kind = legal_kind_of(name)
            households = (LegalKind.HOUSEHOLD, LegalKind.PRODUCER_HOUSEHOLD)
            try:
                self._makers[key] = establishment_enter(
                    actor=self.clerk,
                    authority=issuer,
                    name=name,
                    legal_kind=kind,
                    name_is_personal=kind in households and not is_personal,
                )
            except Refused as refusal:
                raise Refused(in_columns(refusal.problems, {"name": "establishment"})) from refusal
        return self._makers[key]

    @staticmethod
    def _maker_key(row: PrintedRow) -> str:
        name = row.cells["establishment"]
        key = f"{name_key(name)}|{name_key(row.cells['province'])}"
        if PERSONAL_NAME_LEFT_OUT in name:
            # The owner's name is left out, so only the product tells such makers apart.
            key += f"|{name_key(row.cells['product'])}"
        return key


def _subject_key(row: PrintedRow, scheme: Scheme, maker: Establishment | None) -> str:
    """The file's own key, or the name with its maker, or with its province."""
    whose = str(maker.pk) if maker else name_key(row.cells["province"])
    return row.cells.get("product_key") or "|".join(
        [scheme.subject, name_key(row.cells["product"]), whose]
    )
