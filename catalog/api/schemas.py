"""What the interface takes and gives: the forms that the OpenAPI description is made from."""

import datetime as dt
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field, StringConstraints

from search.suggest import SuggestionKind

MAX_LIMIT = 100
DEFAULT_LIMIT = 24
CURSOR_LENGTH = 400

Text = Annotated[str, StringConstraints(max_length=20_000)]
Code = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Language = Literal["vi", "en"]


class SearchParameters(Schema):
    """Parameters of a search. Values of one list are alternatives; filters narrow each other."""

    q: Text = Field("", description="Words as a person types them, with or without accents.")
    scheme: list[Code] = Field([], description="Code of a scheme, such as `ocop`; repeatable.")
    grade: list[Code] = Field(
        [], description="Scheme and grade, such as `ocop:4`, `cnnttb:province`; repeatable."
    )
    group: list[Code] = Field([], description="Code of a product group; repeatable.")
    province: list[Code] = Field(
        [], description="Public id of a province of today, such as `f25-68`; repeatable."
    )
    commune: list[Code] = Field(
        [], description="Public id of a commune of today; narrows its province; repeatable."
    )
    region: list[Code] = Field([], description="Code of a region of `facets.regions`; repeatable.")
    village: list[Code] = Field([], description="Code of a craft village; repeatable.")
    maker_kind: list[Code] = Field(
        [], description="Legal form of the maker, such as `cooperative`; repeatable."
    )
    place: list[Code] = Field(
        [], description="Public id of a unit of any time and level, such as `b25-67`; repeatable."
    )
    near: Annotated[str, StringConstraints(max_length=60)] = Field(
        "", description="Public id of a unit, or `latitude,longitude` (rounded to 0.05 degrees)."
    )
    km: Literal["10", "25", "50", "100"] | None = Field(
        None, description="Radius around `near`, between centres of communes; 10 unless given."
    )
    status: Literal[
        "open", "valid", "valid_3_months", "valid_6_months", "valid_12_months", "all", "ended"
    ] = Field(
        "open",
        description="`open`: not ended; `valid`: surely valid today; `valid_3_months` …: surely "
        "valid so long from today; `all`: ended ones too; `ended`: those alone.",
    )
    sort: Literal["relevance", "name", "newest", "nearest"] = Field(
        "relevance",
        description="Without words the order by relevance is that of names. `nearest` needs "
        "`near`; distances are those between centres of communes.",
    )
    literal: bool = Field(False, description="Search the words as typed: nothing is corrected.")
    limit: int = Field(DEFAULT_LIMIT, ge=1, le=MAX_LIMIT, description="Results in one answer.")
    cursor: Annotated[str, StringConstraints(max_length=CURSOR_LENGTH)] = Field(
        "", description="`next` of the answer before; all other parameters must stay the same."
    )
    lang: Language = Field("vi", description="Language of words such as `status_words`.")


class SuggestParameters(Schema):
    q: Text = Field("", description="What has been typed so far.")
    limit: int = Field(8, ge=1, le=20, description="Suggestions in one answer.")
    lang: Language = Field("vi", description="Language of the notes.")


class Place(Schema):
    id: str | None = Field(description="Public id of the unit, where it is known.")
    name: str


class Places(Schema):
    """The place of a product when it was certified, as printed, and that unit today."""

    then: Place | None
    now: list[Place] = Field(description="More than one where the old unit was divided.")


class Certification(Schema):
    code: str
    url: str
    scheme: str
    grade: str = Field(description="Value of the parameter `grade`.")
    grade_words: str
    status: str = Field(description="As of the day `as_of`.")
    status_words: str
    issued_on: dt.date | None = Field(description="Null where the source gives no exact day.")
    valid_until: dt.date | None = Field(
        description="Last day of validity; null without an end or without a sure one."
    )


class Result(Schema):
    code: str
    kind: Literal["product", "craft_village"]
    url: str
    name: str
    section: Literal["main", "elsewhere", "related"] = Field(
        description="`elsewhere` fits the words but not the place or grade; `related` in part."
    )
    maker: str
    group: str | None
    places: Places
    certifications: list[Certification]


class Understood(Schema):
    """Words of the text that were read as a filter."""

    kind: str
    text: str
    value: str


class Correction(Schema):
    text: str = Field(description="What was searched instead of the words as typed.")
    literal_url: str = Field(description="This interface with the words as typed.")


class FacetValue(Schema):
    value: str
    words: str
    count: int


class Note(Schema):
    """Something about the text that was left out before searching."""

    parameter: str
    note: str


class SearchAnswer(Schema):
    query: str
    as_of: dt.date = Field(description="The legal day, in Vietnam, that states are given for.")
    total: int = Field(description="Results of the section `main`; the others are not counted.")
    understood: list[Understood]
    correction: Correction | None
    notes: list[Note]
    results: list[Result]
    facets: dict[str, list[FacetValue]]
    next: str | None = Field(description="Cursor of the next page; null on the last.")


class Suggestion(Schema):
    kind: SuggestionKind
    text: str
    note: str = Field(description="For a place: the unit it belongs to, or what it is now.")
    url: str
    marks: list[tuple[int, int]] = Field(
        description="Parts of the text that match, as [start, end) in Unicode code points."
    )


class SuggestAnswer(Schema):
    query: str
    suggestions: list[Suggestion]


class Problem(Schema):
    parameter: str
    value: str
    problem: str
    remedy: str


class Failure(Schema):
    """Every failure of the interface has this form."""

    error: str
    message: str
    details: list[Problem] = []
