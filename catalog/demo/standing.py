"""What earlier files have entered, found again by what they printed; it writes nothing.

A corrected or longer file is loaded beside what stands: the same printed line means the same
product and the same maker, whatever line it now is on.
"""

from collections import defaultdict

from catalog.demo.columns import PrintedRow
from catalog.demo.parties import name_key
from registry.models import Certification, CraftVillage, Establishment, Product
from registry.models.holders import PERSONAL_NAME_LEFT_OUT
from registry.text import fold

Identity = tuple[str, str, str, str]


class Standing:
    """Products, craft villages and makers of the certifications that imports have made."""

    def __init__(self) -> None:
        self._subjects: dict[Identity, Product | CraftVillage] = {}
        self._makers: dict[str, list[tuple[str, Establishment]]] = defaultdict(list)
        rows = (
            Certification.objects.filter(import_rows__isnull=False)
            .select_related("scheme", "product__maker", "craft_village")
            .distinct()
            .order_by("pk")
        )
        for row in rows:
            subject = row.product or row.craft_village
            if subject is None:
                continue
            identity = (
                row.scheme.code,
                name_key(row.product_name_printed),
                name_key(row.maker_name_printed),
                name_key(row.place_printed),
            )
            self._subjects.setdefault(identity, subject)
            if row.product and row.product.maker and self._is_a_name(row.maker_name_printed):
                self._makers[name_key(row.maker_name_printed)].append(
                    (f" {fold(row.place_printed)} ", row.product.maker)
                )

    def subject(self, row: PrintedRow, place_printed: str) -> Product | CraftVillage | None:
        """The product or village that an earlier file printed in the same words."""
        return self._subjects.get(
            (
                row.scheme,
                name_key(row.cells["product"]),
                name_key(row.cells["establishment"]),
                name_key(place_printed),
            )
        )

    def maker(self, row: PrintedRow) -> Establishment | None:
        """The maker of this printed name in this province."""
        name, province = row.cells["establishment"], fold(row.cells["province"])
        if not self._is_a_name(name):
            return None
        return next(
            (maker for place, maker in self._makers[name_key(name)] if f" {province} " in place),
            None,
        )

    @staticmethod
    def _is_a_name(printed: str) -> bool:
        return bool(printed) and PERSONAL_NAME_LEFT_OUT not in printed
