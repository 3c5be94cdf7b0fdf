"""The one error of the gazetteer's files: where it is, what is wrong, what to do."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """A fault of the data: the file, its line (0 for the file itself), the field, the remedy."""

    file: str
    line: int
    field: str
    message: str
    remedy: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        field = f" [{self.field}]" if self.field else ""
        return f"{where}{field}: {self.message} {self.remedy}".rstrip()


class GazetteerError(Exception):
    """The data may not be loaded. `problems` is never empty; nothing has been written."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems[:50])))
