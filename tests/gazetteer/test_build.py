"""The text work and the corrections of `gazetteer_build`, which need no package."""

from registry.gazetteer.build import Corrections, correct_links, read_corrections
from registry.gazetteer.build_text import Splitter, english_name, former_names, split_type
from registry.gazetteer.dataset import DATA_FOLDER


def test_type_words_are_taken_from_the_name() -> None:
    assert split_type("Thị Trấn Ngọc Lặc") == ("Thị trấn", "Ngọc Lặc")
    assert split_type("Thành phố Hồ Chí Minh") == ("Thành phố", "Hồ Chí Minh")
    assert split_type("Xã Xã Tắc") == ("Xã", "Xã Tắc")


def test_english_names() -> None:
    assert english_name("Thành phố", "Hà Nội") == "Hanoi"
    assert english_name("Phường", "4") == "Ward 4"
    assert english_name("Đặc khu", "Côn Đảo") == "Con Dao Special Zone"
    assert english_name("Xã", "Ea H'Leo") == "Ea H'Leo Commune"


def test_glued_former_names_are_cut_by_known_syllables() -> None:
    splitter = Splitter(["Nguyễn Trung Trực", "Trung Hà", "Hòa An"])
    assert splitter.split("nguyentrungtruc") == "nguyen trung truc"
    assert splitter.split("hòaan") == "hòa an"
    assert splitter.split("qqq") is None


def test_former_names_keep_the_type_word_and_lose_the_doubles() -> None:
    found = former_names(["thitrankyson", "ttkyson", "xadanha", "danha", "xatanmy"], "Kỳ Sơn")
    assert found == [("Thị trấn", "kyson"), ("Xã", "danha"), ("Xã", "tanmy")]


def test_corrections_change_links_defaults_and_extents() -> None:
    corrections = Corrections(
        removed={("a", "y")},
        added={("b", "z"): "area_only"},
        defaults={"c": "q"},
        extents={("c", "q"): "area_and_population"},
        points={},
        no_area=set(),
        no_alias=set(),
    )
    links = {"a": {"x": False, "y": True}, "b": {"x": True}, "c": {"p": True, "q": False}}
    assert correct_links(links, corrections) == [
        ["a", "x", "whole", "1", ""],
        ["b", "x", "part", "1", ""],
        ["b", "z", "area_only", "0", ""],
        ["c", "p", "part", "0", ""],
        ["c", "q", "area_and_population", "1", ""],
    ]


def test_every_correction_of_the_order_is_in_the_file() -> None:
    found = read_corrections(DATA_FOLDER / "corrections.csv")
    assert len(found.removed) == 33
    assert len(found.added) == 1
    assert len(found.defaults) == 12
    assert len(found.points) >= 8
