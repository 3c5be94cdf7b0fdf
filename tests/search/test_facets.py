"""A number beside a filter is the length of the list that choosing it gives."""

import datetime as dt
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.gazetteer.directory import get_directory
from registry.models import CraftVillage, Place, Product
from registry.models.choices import LegalKind, PlaceLevel
from search import filtering, indexing, nearby, service
from search.engines.base import AnyOf, Request
from search.query import PAGE_SIZE, Query, Sort, StatusFilter
from search.service import first_refs, search
from tests.search import factories as make

pytestmark = pytest.mark.django_db
DAY = make.DAY
GRADES = ["ocop:3", "ocop:4", "cnnttb:nation", "cddl:"]


@pytest.fixture
def shop(settings, tmp_path, gazetteer, clock):
    """Ninety products over two provinces and units that were divided, with every facet."""
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    chance = random.Random(7)
    units = _units()
    roots = [make.group(f"g{n}", f"Nhóm {n}") for n in range(4)]
    groups = [*roots, *(make.group(f"g0-{n}", f"Nhóm con {n}", roots[0]) for n in range(3))]
    makers = [make.maker(f"Nhà {k}", legal_kind=k) for k in LegalKind.values[:5]]
    villages = [make.village(f"Làng {n}") for n in range(3)]
    for village in villages[:2]:
        make.certification(village, "craft:craft_village")
    for number in range(90):
        made: Product | CraftVillage = make.product(
            chance.choice(["Trà", "Chè", "Miến"]) + f" {number}",
            group=chance.choice(groups),
            maker=chance.choice([*makers, None]),
            craft_village=chance.choice([*villages, None, None]),
        )
        for grade in chance.sample(GRADES, chance.randint(1, 2)):
            until = chance.choice([None, *(DAY + dt.timedelta(d) for d in (-9, 30, 120, 250, 500))])
            where = chance.choice(units)
            make.certification(
                made, grade, until=until, issued=DAY - dt.timedelta(90), place_at_issue=where
            )
    engine = service.get_engine()
    indexing.rebuild(engine)
    yield
    service._engine.cache_clear()


def _units() -> list[Place]:
    """Current communes of two provinces, a divided commune, a district and a whole province."""
    now = Place.objects.filter(era__last_day__isnull=True, level=PlaceLevel.COMMUNE)
    parts = [
        *now.filter(parent__public_id="f25-68")[:4],
        *now.filter(parent__public_id="f25-38")[:4],
    ]
    old = Place.objects.filter(era__last_day__isnull=False)
    divided = old.filter(level=PlaceLevel.COMMUNE, successions__is_default=False).distinct()[:3]
    return [
        *parts,
        *divided,
        old.filter(level=PlaceLevel.DISTRICT).order_by("pk")[0],
        Place.objects.get(public_id="f25-68"),
    ]


def listed(query: Query) -> list[str]:
    found, page = [], 1
    while True:
        results = search(query.replace(page=page), on=DAY)
        found += results.refs
        if page >= results.page_count:
            assert len(found) == results.total
            return found
        page += 1


choices = st.data()


def drawn(data, values: list[str]) -> tuple[str, ...]:
    return tuple(data.draw(st.lists(st.sampled_from(values), max_size=2, unique=True)))


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=choices)
def test_every_count_is_the_length_of_the_list_after_choosing(shop, data):
    whole = search(Query(provinces=("f25-68",)), on=DAY)
    values = {name: [v.value for v in whole.facets[name]] for name in filtering.FACETS}
    query = Query(
        text=data.draw(st.sampled_from(["", "trà", "che"])),
        status=data.draw(st.sampled_from(StatusFilter)),
        near=(near := data.draw(st.sampled_from(["", "", "", "f25-68"]))),
        km=50 if near else 0,
        **{
            name: drawn(data, values[name])
            for name in data.draw(st.lists(st.sampled_from(filtering.FACETS), max_size=3))
            if values[name]
        },
    )

    results = search(query, on=DAY)

    assert len(set(listed(query))) == results.total
    for status, count in results.status_counts.items():
        assert count == search(query.replace(status=status), on=DAY).total, status
    for facet in filtering.facets_of(query):
        alone = {"provinces": (), "communes": ()} if facet in ("provinces", "communes") else {}
        counted = {v.value: v.count for v in results.facets[facet]}
        for value, count in counted.items():
            applied = query.replace(**{**alone, facet: (value,)})
            assert search(applied, on=DAY).total == count, (facet, value)
        for value in set(values[facet]) - set(counted):
            applied = query.replace(**{**alone, facet: (value,)})
            assert search(applied, on=DAY).total == 0, (facet, value)


def test_what_fits_an_earlier_preference_comes_before_what_fits_the_later_ones(shop):
    asked = Query(provinces=("f25-68",))
    kind, group = Query(maker_kinds=(LegalKind.values[0],)), Query(groups=("g1",))
    of_kind, of_group = set(listed(kind)), set(listed(group))

    found = first_refs(asked, 90, preferring=[kind, group], on=DAY)
    places = [(ref not in of_kind, ref not in of_group) for ref in found]

    assert set(found) == set(listed(asked))
    assert places == sorted(places)
    assert len(set(places)) > 2
    assert first_refs(asked, 3, preferring=[kind, group], on=DAY) == found[:3]


def test_a_commune_narrows_its_province_and_leaves_the_others(shop):
    directory = get_directory()
    both = Query(provinces=("f25-68", "f25-38"), status=StatusFilter.ALL)
    commune = next(
        value.value
        for value in search(both, on=DAY).facets["communes"]
        if directory.province(directory.by_public_id(value.value).id).public_id == "f25-68"
    )

    narrowed = set(listed(both.replace(communes=(commune,))))

    inside = set(listed(Query(communes=(commune,), status=StatusFilter.ALL)))
    other = set(listed(Query(provinces=("f25-38",), status=StatusFilter.ALL)))
    assert narrowed == inside | other
    assert inside and other - inside


def test_several_places_and_what_lies_near_are_alternatives(shop):
    one, other = (str(unit.public_id) for unit in _units()[:2])
    counted = search(Query(provinces=("f25-38",), status=StatusFilter.ALL), on=DAY)
    near = Query(near=counted.facets["communes"][0].value, km=25, status=StatusFilter.ALL)
    places = Query(places=(one, other), status=StatusFilter.ALL)

    together = set(listed(places.replace(near=near.near, km=near.km)))

    assert together == set(listed(places)) | set(listed(near))
    assert set(listed(near)) and set(listed(places)) - set(listed(near))


def test_remaining_validity_is_exact_to_the_day_and_of_the_grade_that_lasts(index):
    short = make.product("Trà ngắn")
    make.certification(short, "ocop:4", until=DAY + dt.timedelta(days=20))
    make.certification(short, "cnnttb:nation", until=dt.date(2030, 1, 1))
    exact, missed = make.product("Trà đủ"), make.product("Trà thiếu")
    # Valid on the day three months on, and up to the day before it.
    make.certification(exact, "ocop:4", until=dt.date(2026, 9, 16))
    make.certification(missed, "ocop:4", until=dt.date(2026, 9, 15))
    index()
    months = StatusFilter.THREE_MONTHS
    four = search(Query(status=months, grades=("ocop:4",)), on=DAY)
    assert four.refs == (f"p:{exact.code}",)
    assert set(search(Query(status=months), on=DAY).refs) == {f"p:{exact.code}", f"p:{short.code}"}
    told = {v.value: v.count for v in search(Query(status=months), on=DAY).facets["grades"]}
    assert told == {"ocop:4": 1, "cnnttb:nation": 1}


def test_a_renewal_lengthens_what_remains(index):
    product = make.product("Trà nối")
    make.certification(product, "ocop:4", until=DAY + dt.timedelta(days=20))
    make.certification(
        product, "ocop:4", issued=DAY + dt.timedelta(days=10), until=DAY + dt.timedelta(days=400)
    )
    index()
    found = search(Query(status=StatusFilter.TWELVE_MONTHS, grades=("ocop:4",)), on=DAY)
    assert found.refs == (f"p:{product.code}",)


def test_no_facet_is_cut(index):
    for number in range(3 * PAGE_SIZE):
        village = make.village(f"Làng {number}")
        make.certification(make.product(f"Gốm {number}", craft_village=village))
    index()
    assert len(search(Query(), on=DAY).facets["villages"]) == 3 * PAGE_SIZE


@pytest.mark.parametrize("text", ["", "trà"])
@pytest.mark.parametrize("km", [25, 100])
def test_the_nearest_come_first_by_their_nearest_commune(shop, text, km):
    directory = get_directory()
    middle = Place.objects.get(pk=_units()[0].pk).public_id
    asked = Query(text=text, near=middle, km=km, sort=Sort.NEAREST)
    found, plain = search(asked), search(asked.replace(sort=Sort.RELEVANCE))
    refs = list(found.refs)
    for page in range(2, found.page_count + 1):
        refs += search(asked.replace(page=page)).refs

    assert found.total == plain.total == len(set(refs)) > 5
    assert (found.facets, found.status_counts) == (plain.facets, plain.status_counts)
    step = filtering._RINGS[km]
    rings = nearby.rings(middle, km, step, directory)
    within = [{*_refs_in(ring)} for ring in rings]
    nearest = [next((n for n, held in enumerate(within) if ref in held), 99) for ref in refs]
    assert nearest == sorted(nearest)
    assert len(set(nearest)) > 1
    ranked = list(zip(nearest, refs, strict=True))
    assert ranked == sorted(ranked)


def test_without_a_middle_nothing_is_nearest():
    asked = Query(near="f25-68", km=25, sort=Sort.NEAREST)
    assert asked.replace(near="", km=0).sort is Sort.RELEVANCE
    assert asked.replace(km=50).sort is Sort.NEAREST


def _refs_in(communes):
    return service.get_engine().search(Request(AnyOf("communes", communes), limit=1000)).refs
