"""What a text is read as: goods, places, facet words, fillers."""

import pytest

from registry.gazetteer.directory import EraInfo, NameInfo, PlaceInfo
from registry.models.choices import NameKind, PlaceLevel
from search.synonyms import parse_line, table_of
from search.understand import understand

_TYPES = ("Thành phố", "Tỉnh", "Huyện", "Quận", "Thị xã", "Phường", "Xã", "Đặc khu")


class Places:
    """A directory of a few units of today, each its own successor."""

    def __init__(self, *units):
        self.eras = {"now": EraInfo("now", "f25", None, None)}
        self.names, self._places, self.derived = [], {}, {}
        for number, (public_id, level, full_name) in enumerate(units, start=1):
            word = next(one for one in _TYPES if full_name.startswith(one))
            short = full_name.removeprefix(word).strip()
            self._places[number] = PlaceInfo(
                number, public_id, "now", level, public_id, None, full_name, short, None, None
            )
            self.names.append(
                NameInfo(number, NameKind.OFFICIAL.value, full_name, word, short, None, None)
            )

    def __len__(self):
        return len(self._places)

    def all(self):
        return self._places.values()

    def get(self, place_id):
        return self._places[place_id]

    def by_public_id(self, public_id):
        return next((one for one in self.all() if one.public_id == public_id), None)

    def era_on(self, day=None):
        return self.eras["now"]

    def ancestors(self, place_id):
        return ()

    def predecessors(self, place_id):
        return ()

    def province(self, place_id):
        return self._places[place_id]

    def province_now(self, place_id, on=None):
        return self._places[place_id]

    def successors_now(self, place_id, on=None):
        return (self._places[place_id],)

    def index_ids(self, place_id):
        return (self._places[place_id].public_id,)


P, D, C = PlaceLevel.PROVINCE, PlaceLevel.DISTRICT, PlaceLevel.COMMUNE
PLACES = Places(
    ("hai-duong", P, "Tỉnh Hải Dương"), ("gia-lai", P, "Tỉnh Gia Lai"), ("hue", P, "Thành phố Huế"),
    ("hoa-vang", D, "Huyện Hòa Vang"), ("binh-lieu", D, "Huyện Bình Liêu"),
    ("tra-xanh", C, "Xã Trà Xanh"), ("tan-cuong", C, "Xã Tân Cương"),
    ("thanh-long", C, "Xã Thanh Long"),
    ("binh-thuan", P, "Tỉnh Bình Thuận"), ("long-binh", C, "Xã Long Bình"),
    ("nam-dan", D, "Huyện Nam Đàn"), ("buon-ma-thuot", D, "Thành phố Buôn Ma Thuột"),
)  # fmt: skip
SYNONYMS = table_of(
    rule
    for rule in map(
        parse_line,
        ["chè xanh = trà xanh", "lạc = đậu phộng", "trái bơ = quả bơ", "trái cây = hoa quả",
         "rice paper > bánh tráng", "muối tôm = tôm muối"],
    )
    if rule is not None
)  # fmt: skip


def read(text):
    return understand(text, SYNONYMS, PLACES)


def spans(text):
    return [" ".join(key.raw for key in span.keys) for span in read(text).spans]


def places(text):
    return [place.public_ids[0] for group in read(text).places for place in group]


def facets(text):
    return [(word.kind, word.values) for word in read(text).facets]


@pytest.mark.parametrize(
    ("text", "kind", "values"),
    [
        ("OCOP 5 sao cà phê", "grade", ("ocop:5",)),
        ("gốm ocop", "scheme", ("ocop",)),
        ("CNNT tiêu biểu mây tre", "scheme", ("cnnttb",)),
        ("cam chỉ dẫn địa lý", "scheme", ("cddl",)),
        ("bánh cấp tỉnh", "grade", ("cnnttb:province",)),
        ("banh cap tinh", "grade", ("cnnttb:province",)),
        ("HTX miến dong", "maker_kind", ("cooperative",)),
        ("bánh tráng hợp tác xã", "maker_kind", ("cooperative",)),
        ("hop tac xa mien dong", "maker_kind", ("cooperative",)),
        ("cty TNHH trà", "maker_kind", ("limited",)),
    ],
)
def test_facet_words_are_conditions(text, kind, values):
    assert (kind, values) in facets(text)
    assert read(text).spans


def test_a_bare_o_before_a_place_is_no_word():
    assert spans("gom o hai duong 4 sao") == ["gom"]
    assert spans("o gom") == ["o", "gom"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("gốm Hải Dương", "hai-duong"), ("gom hai duong", "hai-duong"),
        ("cà phê Gia Lai", "gia-lai"),
        ("nón Huế", "hue"), ("mien dong binh lieu", "binh-lieu"), ("chè Tân Cương", "tan-cuong"),
        ("tương Nam Đàn", "nam-dan"), ("cà phê BMT", "buon-ma-thuot"), ("Hải Dương", "hai-duong"),
        ("bánh đậu xanh, huyện Hòa Vang", "hoa-vang"), ("gom haiduong", "hai-duong"),
        ("gốm haiduong", "hai-duong"), ("cà phê buonmathuot", "buon-ma-thuot"),
        ("cà phê bmt", "buon-ma-thuot"), ("binhlieu miến dong", "binh-lieu"),
        ("nem hue", "hue"),
    ],
)  # fmt: skip
def test_places_are_read(text, place):
    assert places(text) == [place]


@pytest.mark.parametrize(
    "text",
    ["nếp cái hoa vàng", "tra hoa vang", "trà xanh", "tra xanh", "thanh long ruột đỏ", "muối tôm",
     "hoa hue", "tra hoavang", "trà hoavàng", "tân cương xanh", "gạo tám"],
)  # fmt: skip
def test_goods_are_not_taken_for_places(text):
    assert places(text) == []


def test_of_overlapping_names_the_higher_unit_is_meant():
    assert places("thanh long Bình Thuận") == ["binh-thuan"]


def test_fillers_are_not_required_but_may_stand_alone():
    assert spans("đặc sản gốm ngon") == ["gốm"]
    assert spans("bo kho") == ["bo", "kho"]
    assert spans("fresh rice paper") == ["rice paper"]
    assert spans("quà tặng") == ["quà tặng"]


def test_terms_are_spans_and_counting_words_fall_away():
    assert spans("kẹo đậu phộng") == ["kẹo", "đậu phộng"]
    assert spans("trái bơ") == ["bơ"]
    assert spans("trái cây sấy") == ["trái cây", "sấy"]


def test_two_places_are_alternatives_unless_one_lies_in_the_other():
    assert [len(group) for group in read("gốm Hải Dương, Gia Lai").places] == [2]


def test_a_reading_can_be_taken_off():
    reading = read("gốm Hải Dương 4 sao")
    place = reading.places[0][0]
    assert reading.text_without(place.start, place.end) == "gốm 4 sao"
    word = reading.facets[0]
    assert reading.text_without(word.start, word.end) == "gốm Hải Dương"


def test_accents_and_forms_of_text_read_alike():
    import unicodedata

    one, other = read("gốm Hải Dương"), read(unicodedata.normalize("NFD", "gốm Hải Dương"))
    assert (one.spans, one.places) == (other.spans, other.places)


def test_the_last_word_of_a_region_may_begin_what_follows():
    assert not [kind for kind, _values in facets("bột cần tây nguyên chất") if kind == "region"]
    assert [kind for kind, _values in facets("đặc sản tây nguyên chất lượng")] == ["region"]
