"""The public interface: strict parameters, paging, conditional answers, failures as JSON."""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import time_machine
from axes.helpers import get_client_ip_address
from django.core.cache import cache
from django.test import Client, RequestFactory

from catalog.api import application, parameters
from search import query as query_module
from search import service
from search.service import SearchUnavailable
from tests.catalog.shelf import TODAY, Shelf

pytestmark = pytest.mark.django_db
SEARCH = "/api/v1/search"


@pytest.fixture(autouse=True)
def _no_counts() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def ask(site: Client, code: int = 200, /, **params: object) -> dict[str, Any]:
    response = site.get(SEARCH, params)
    assert response.status_code == code, response.content
    assert response["Content-Type"] == "application/json"
    return json.loads(response.content)


def test_results_carry_the_facts_of_the_page(site: Client, shelf: Shelf) -> None:
    answer = ask(site, q="ca phe nang vang")

    assert answer["query"] == "ca phe nang vang"
    assert answer["as_of"] == TODAY.isoformat()
    found = answer["results"][0]
    product = shelf.valid.product
    assert product is not None and product.maker is not None
    assert found["code"] == product.code
    assert found["url"] == f"http://testserver/i/{product.code}"
    assert (found["name"], found["section"], found["kind"]) == (product.name, "main", "product")
    assert found["maker"] == product.maker.name
    assert found["places"]["then"]["name"] == "Xã Thuận Hà, huyện Đắk Song, tỉnh Đắk Nông"
    assert found["places"]["now"][0]["name"] == "xã Thuận Hạnh, tỉnh Lâm Đồng"
    held = found["certifications"][0]
    assert held["code"] == shelf.valid.code
    assert (held["scheme"], held["grade"], held["status"]) == ("ocop", "ocop:3", "valid")
    assert held["status_words"].startswith("Còn hiệu lực")
    assert (held["issued_on"], held["valid_until"]) == ("2026-08-05", "2029-08-04")


def test_facets_and_totals_are_those_of_the_catalogue(site: Client, shelf: Shelf) -> None:
    answer = ask(site)

    assert answer["total"] == 7
    counts = {row["value"]: row["count"] for row in answer["facets"]["status"]}
    assert (counts["open"], counts["valid"], counts["all"], counts["ended"]) == (7, 5, 12, 5)
    assert set(counts) == {
        "open", "valid", "valid_3_months", "valid_6_months", "valid_12_months", "all", "ended"
    }  # fmt: skip
    assert {"value": "ocop", "words": "OCOP", "count": 5} in answer["facets"]["schemes"]


def test_english_values_mean_those_of_the_pages(site: Client, shelf: Shelf) -> None:
    assert ask(site, status="all")["total"] == 12
    assert ask(site, status="valid", scheme="ocop", grade="ocop:4")["total"] == 2
    names = [row["name"] for row in ask(site, sort="name")["results"]]
    assert names == [row["name"] for row in ask(site)["results"]]


def test_every_filter_of_the_pages_has_its_english_name(site: Client, shelf: Shelf) -> None:
    place = shelf.valid.place_now
    assert place is not None
    commune = place.public_id

    assert ask(site, place=[commune, "f25-01"])["total"] == ask(site, commune=commune)["total"] > 0
    assert ask(site, near=commune, km="25")["total"] >= ask(site, commune=commune)["total"]
    assert ask(site, maker_kind="cooperative")["total"] > 0
    lasting = ask(site, status="valid_12_months")["results"]
    assert lasting
    for row in lasting:
        ends = [held["valid_until"] for held in row["certifications"] if held["status"] == "valid"]
        assert any(end is None or end >= "2027-11-24" for end in ends)


def test_no_filter_of_the_pages_is_missing() -> None:
    lists = dict.fromkeys(query_module.LISTS.values(), ("x",))
    full = query_module.Query(
        text="x", near="x", km=10, status=query_module.StatusFilter.ALL,
        sort=query_module.Sort.NAME, literal=True, **lists,
    )  # fmt: skip

    assert {name for name, _ in full.to_params()} == set(parameters.PAGE_NAMES.values())


def test_an_unknown_name_is_refused_by_name(site: Client, shelf: Shelf) -> None:
    answer = ask(site, 422, q="chè", tinh="f25-68")

    assert answer["error"] == "invalid_parameters"
    assert [row["parameter"] for row in answer["details"]] == ["tinh"]
    assert "province" in answer["details"][0]["remedy"]


@pytest.mark.parametrize(
    ("params", "name"),
    [
        ({"limit": "0"}, "limit"),
        ({"limit": "101"}, "limit"),
        ({"limit": "many"}, "limit"),
        ({"status": "con"}, "status"),
        ({"sort": "ten"}, "sort"),
        ({"literal": "perhaps"}, "literal"),
        ({"scheme": "iso9001"}, "scheme"),
        ({"grade": "ocop:9"}, "grade"),
        ({"group": "x" * 61}, "group"),
        ({"province": "b25-67"}, "province"),
        ({"place": "f25-nowhere"}, "place"),
        ({"commune": "f25-68"}, "commune"),
        ({"region": "nowhere"}, "region"),
        ({"village": "000000000"}, "village"),
        ({"maker_kind": "guild"}, "maker_kind"),
        ({"near": "48.85,2.35"}, "near"),
        ({"km": "10"}, "km"),
        ({"near": "11.95,108.45", "km": "11"}, "km"),
        ({"status": "valid_2_months"}, "status"),
        ({"scheme": ""}, "scheme"),
        ({"lang": "fr"}, "lang"),
        ({"q": ["chè", "rượu"]}, "q"),
        ({"limit": ["1", "2"]}, "limit"),
        ({"cursor": "made-up"}, "cursor"),
        ({"cursor": "x" * 500}, "cursor"),
    ],
)
def test_a_wrong_value_names_field_and_remedy(
    site: Client, shelf: Shelf, params: dict[str, Any], name: str
) -> None:
    answer = ask(site, 422, **params)

    assert [row["parameter"] for row in answer["details"]] == [name]
    assert answer["details"][0]["problem"]
    assert answer["details"][0]["remedy"]


def test_every_value_of_a_facet_is_taken_as_a_filter(site: Client, shelf: Shelf) -> None:
    names = {"schemes": "scheme", "grades": "grade", "groups": "group", "provinces": "province",
             "communes": "commune", "regions": "region", "villages": "village",
             "maker_kinds": "maker_kind", "status": "status"}  # fmt: skip
    offered = ask(site, status="all")["facets"]
    assert "cddl:" in [row["value"] for row in offered["grades"]]

    for facet, values in offered.items():
        for row in values:
            params = {"status": "all", names[facet]: row["value"]}
            assert ask(site, **params)["total"] == row["count"], (facet, row)


@pytest.mark.parametrize(
    ("params", "value"),
    [
        ({"limit": "0"}, "0"),
        ({"km": "7", "near": "11.95,108.45"}, "7"),
        ({"status": "bad"}, "bad"),
        ({"lang": "fr"}, "fr"),
        ({"scheme": ["ocop", "x" * 61]}, "x" * 61),
        ({"q": "a" * 20_001}, "a" * 80),
    ],
)
def test_a_refused_value_is_told_as_it_was_given(
    site: Client, shelf: Shelf, params: dict[str, Any], value: str
) -> None:
    assert [row["value"] for row in ask(site, 422, **params)["details"]] == [value]


def test_a_position_abroad_is_called_so(site: Client, shelf: Shelf) -> None:
    for near in ("91,105", "48.85,2.35"):
        told = ask(site, 422, near=near)["details"][0]
        assert (told["value"], told["problem"]) == (near, "It lies outside Vietnam.")
    assert ask(site, 422, near="nowhere")["details"][0]["problem"] == "There is no such place."


def test_wrong_values_and_unknown_names_are_told_together(site: Client, shelf: Shelf) -> None:
    answer = ask(site, 422, limit="0", page="2")

    assert {row["parameter"] for row in answer["details"]} == {"limit", "page"}


def test_text_is_never_refused_and_says_what_was_left_out(site: Client, shelf: Shelf) -> None:
    cut = ask(site, q="chè " + "x" * 400)
    assert cut["notes"] == [{"parameter": "q", "note": "Only the first 200 characters count."}]

    nothing = ask(site, q="🍵 !?")
    assert (nothing["total"], nothing["results"], nothing["next"]) == (0, [], None)
    assert nothing["notes"]


def test_cursors_walk_the_whole_result_once(site: Client, shelf: Shelf) -> None:
    whole = [row["code"] for row in ask(site, status="all", limit=100)["results"]]
    walked: list[str] = []
    params: dict[str, object] = {"status": "all", "limit": 5}
    for _page in range(3):
        answer = ask(site, **params)
        assert answer["total"] == 12
        walked += [row["code"] for row in answer["results"]]
        params["cursor"] = answer["next"]

    assert answer["next"] is None
    assert walked == whole
    assert len(set(walked)) == 12


def test_a_cursor_belongs_to_its_parameters_and_its_day(site: Client, shelf: Shelf) -> None:
    cursor = ask(site, status="all", limit=5)["next"]

    assert (
        ask(site, 422, status="all", limit=6, cursor=cursor)["details"][0]["parameter"] == "cursor"
    )
    assert ask(site, 422, limit=5, cursor=cursor)["details"][0]["parameter"] == "cursor"
    with time_machine.travel(dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)):
        late = ask(site, 410, status="all", limit=5, cursor=cursor)
    assert late["error"] == "stale_cursor"


def test_what_comes_or_goes_before_a_cursor_repeats_and_hides_nothing(
    site: Client, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = ask(site, status="all", limit=5)
    whole = [row["code"] for row in ask(site, status="all", limit=100)["results"]]
    real = service.search
    gone = f"p:{whole[1]}"

    def without(query: Any, **options: Any) -> Any:
        size, page = options["size"], query.page
        everything = real(query.replace(page=1), on=options["on"], size=100)
        refs = tuple(ref for ref in everything.refs if ref[2:] != gone[2:])
        pages = -(-len(refs) // size)
        shown = min(page, pages)
        return replace(
            everything, refs=refs[(shown - 1) * size : shown * size], total=len(refs),
            page=shown, page_count=pages,
        )  # fmt: skip

    monkeypatch.setattr("catalog.api.cursors.search", without)
    second = ask(site, status="all", limit=5, cursor=first["next"])

    assert [row["code"] for row in second["results"]] == whole[5:10]

    gone = f"p:{whole[4]}"
    assert ask(site, 410, status="all", limit=5, cursor=first["next"])["error"] == "stale_cursor"


def test_elsewhere_and_related_follow_the_first_page_of_the_main_result(
    site: Client, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = service.search
    others = [f"p:{c.product.code}" for c in (shelf.ending, shelf.expired) if c.product]

    def beside(query: Any, **options: Any) -> Any:
        return replace(
            real(query, **options),
            elsewhere=(others[0],),
            related=(others[1],),
            understood=(service.Understood("place", "đắk nông", "b25-67", query),),
            correction=service.Correction("chè ô long", query),
        )

    monkeypatch.setattr("catalog.api.cursors.search", beside)
    answer = ask(site, q="che o long")
    sections = [(row["section"], row["code"]) for row in answer["results"]]

    assert [section for section, _code in sections] == ["main", "elsewhere", "related"]
    assert [f"p:{code}" for _section, code in sections[1:]] == others
    assert answer["total"] == 1
    assert answer["understood"] == [{"kind": "place", "text": "đắk nông", "value": "b25-67"}]
    assert answer["correction"] == {
        "text": "chè ô long",
        "literal_url": "http://testserver/api/v1/search?q=che+o+long&literal=true",
    }
    assert len(ask(site, q="che o long", limit=2)["results"]) == 2


def test_the_same_answer_is_not_sent_twice(site: Client, shelf: Shelf) -> None:
    first = site.get(SEARCH, {"q": "chè"})
    again = site.get(SEARCH, {"q": "chè"}, headers={"if-none-match": first["ETag"]})

    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == first["ETag"]
    assert first["Cache-Control"] == "public, max-age=30"
    assert first["Vary"] == "Accept-Encoding"
    assert site.get(SEARCH, {"q": "rượu"})["ETag"] != first["ETag"]


def test_an_answer_with_more_pages_is_the_same_a_minute_later(site: Client, shelf: Shelf) -> None:
    first = site.get(SEARCH, {"status": "all", "limit": "3"})
    assert first.json()["next"]
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=1), tick=False):
        again = site.get(
            SEARCH, {"status": "all", "limit": "3"}, headers={"if-none-match": first["ETag"]}
        )

    assert again.status_code == 304


def test_of_very_many_wrong_names_a_few_are_told(site: Client, shelf: Shelf) -> None:
    response = site.get(SEARCH, {f"a{number}": "1" for number in range(900)})

    assert response.status_code == 422
    assert len(response.json()["details"]) == 20
    assert len(response.content) < 10_000


def test_the_nearest_first_needs_a_middle(site: Client, shelf: Shelf) -> None:
    (problem,) = ask(site, 422, sort="nearest")["details"]
    assert (problem["parameter"], problem["value"]) == ("sort", "nearest")
    assert ask(site, sort="nearest", near="b25-672", km="100")["total"] >= 0


def test_other_sites_may_read_it(site: Client, shelf: Shelf) -> None:
    assert site.get(SEARCH)["Access-Control-Allow-Origin"] == "*"
    asked = site.options(SEARCH, headers={"origin": "https://mua.example"})

    assert asked.status_code == 204
    assert asked["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    head = site.head(SEARCH)
    assert (head.status_code, head.content) == (200, b"")
    assert int(head["Content-Length"]) == len(site.get(SEARCH).content)


def test_the_limit_is_published_and_kept(site: Client, shelf: Shelf, settings: Any) -> None:
    settings.API_RATES = {"search": 2, "suggest": 2}
    first = site.get(SEARCH)
    site.get(SEARCH)
    refused = site.get(SEARCH)

    assert (first["RateLimit-Limit"], first["RateLimit-Remaining"]) == ("2", "1")
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 60
    assert refused.json()["error"] == "too_many_requests"
    assert site.get(SEARCH, REMOTE_ADDR="10.0.0.9").status_code == 200


def test_a_made_up_forwarding_header_gives_no_new_limit(
    site: Client, shelf: Shelf, settings: Any
) -> None:
    settings.API_RATES = {"search": 1, "suggest": 1}
    site.get(SEARCH)

    refused = site.get(SEARCH, headers={"x-forwarded-for": "203.0.113.7"})
    assert refused.status_code == 429


def test_addresses_of_one_network_share_a_limit(site: Client, shelf: Shelf, settings: Any) -> None:
    settings.API_RATES = {"search": 1, "suggest": 1}
    site.get(SEARCH, REMOTE_ADDR="2001:db8:1:2::1")

    assert site.get(SEARCH, REMOTE_ADDR="2001:db8:1:2:ffff::9").status_code == 429
    assert site.get(SEARCH, REMOTE_ADDR="2001:db8:1:3::1").status_code == 200


def test_search_that_is_down_says_when_to_come_again(
    site: Client, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*args: object, **options: object) -> None:
        raise SearchUnavailable("no index")

    monkeypatch.setattr("catalog.api.cursors.search", down)
    response = site.get(SEARCH)

    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert response.json()["error"] == "search_unavailable"


@pytest.mark.parametrize(
    ("method", "path", "status", "error"),
    [
        ("get", "/api/v1/nothing", 404, "not_found"),
        ("get", "/api/", 404, "not_found"),
        ("get", "/api/v2/search", 404, "not_found"),
        ("post", SEARCH, 405, "method_not_allowed"),
        ("delete", SEARCH, 405, "method_not_allowed"),
        ("get", "/api/v1/\x00", 400, "bad_request"),
    ],
)
def test_every_failure_is_json(
    site: Client, shelf: Shelf, method: str, path: str, status: int, error: str
) -> None:
    response = getattr(site, method)(path)

    assert response.status_code == status
    assert response.json()["error"] == error


def test_a_fault_is_json_too_and_tells_nothing(
    site: Client, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **options: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("catalog.api.cursors.search", broken)
    site.raise_request_exception = False
    response = site.get(SEARCH)

    assert response.status_code == 500
    assert response.json()["error"] == "internal_error"
    assert b"secret" not in response.content


def test_words_follow_the_language_asked_for_and_no_cookie(site: Client, shelf: Shelf) -> None:
    site.cookies["django_language"] = "en"
    assert ask(site, q="macca")["results"][0]["certifications"][0]["grade_words"] == "OCOP 4 sao"
    english = ask(site, q="macca", lang="en")["results"][0]["certifications"][0]
    assert english["grade_words"] == "OCOP 4 stars"


def test_the_description_is_whole_and_its_page_needs_no_other_site(
    site: Client, shelf: Shelf
) -> None:
    told = site.get("/api/v1/openapi.json").json()

    assert told["openapi"].startswith("3.1")
    operation = told["paths"]["/api/v1/search"]["get"]
    assert {row["name"] for row in operation["parameters"]} == set(
        application.SearchParameters.model_fields
    )
    responses = {str(status): told for status, told in operation["responses"].items()}
    assert {"200", "304", "410", "422", "429", "503"} <= responses.keys()
    answered = site.get("/api/v1/search", {"q": "trà"})
    named = set(responses["200"]["headers"])
    assert named == {name for name in named if name in answered.headers}
    assert {"ETag", "RateLimit-Remaining"} <= named
    assert "Retry-After" in responses["429"]["headers"]
    assert responses["200"]["content"], "headers stand beside the form of the answer"
    page = site.get("/api/v1/docs").content.decode()
    assert "//cdn" not in page
    assert "ninja/swagger-ui-bundle.js" in page


def test_a_search_takes_a_fixed_number_of_queries(
    site: Client, shelf: Shelf, django_assert_max_num_queries: Any
) -> None:
    site.get(SEARCH)
    for limit in (3, 100):
        with django_assert_max_num_queries(10):
            site.get(SEARCH, {"status": "all", "limit": limit})


@pytest.mark.parametrize(
    ("proxies", "header", "expected"),
    [
        (0, "203.0.113.7", "10.0.0.1"),
        (1, "198.51.100.9, 203.0.113.7", "203.0.113.7"),
        (2, "198.51.100.9, 203.0.113.7, 10.0.0.2", "203.0.113.7"),
        (1, "nothing", "10.0.0.1"),
    ],
)
def test_the_clients_address_is_the_one_that_our_proxies_saw(
    proxies: int, header: str, expected: str, monkeypatch: pytest.MonkeyPatch, rf: RequestFactory
) -> None:
    """The guard of the login asks for it too; what a client writes itself is not believed."""
    monkeypatch.setattr("ninja.conf.settings.NUM_PROXIES", proxies)
    request = rf.get("/", headers={"X-Forwarded-For": header}, REMOTE_ADDR="10.0.0.1")
    assert get_client_ip_address(request) == expected
