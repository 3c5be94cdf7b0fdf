"""The documents name every command and every setting, and every link in them leads somewhere."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand

import registry.models.choices
import search.models

FIRST_PARTY = ("registry", "search", "catalog")


def _text(base_dir: Path, name: str) -> str:
    return (base_dir / name).read_text(encoding="utf-8")


def test_every_command_of_the_project_has_its_section(base_dir: Path):
    text = _text(base_dir, "docs/commands.md")
    own = [name for name, app in get_commands().items() if str(app).split(".")[0] in FIRST_PARTY]

    assert [name for name in own if f"\n### {name}\n" not in text] == []


def test_every_section_names_a_command(base_dir: Path):
    text = _text(base_dir, "docs/commands.md")

    assert set(re.findall(r"^### (\w+)$", text, flags=re.M)) - set(get_commands()) == set()


def test_every_option_of_a_command_is_named_in_its_section(base_dir: Path):
    text = _text(base_dir, "docs/commands.md")
    sections = dict(re.findall(r"^### (\w+)\n(.*?)(?=^##|\Z)", text, flags=re.M | re.S))
    general = {
        option
        for action in BaseCommand().create_parser("manage.py", "general")._actions
        for option in action.option_strings
    }
    unnamed = []
    for name, app in get_commands().items():
        if str(app).split(".")[0] in FIRST_PARTY:
            parser = load_command_class(str(app), name).create_parser("manage.py", name)
            options = {
                option
                for action in parser._actions
                for option in action.option_strings
                if option.startswith("--")
            }
            unnamed += [
                f"{name} {option}"
                for option in sorted(options - general)
                if option not in sections.get(name, "")
            ]

    assert unnamed == []


def test_first_party_apps_are_known():
    assert set(FIRST_PARTY) <= set(apps.app_configs)


def _variables_read_by(path: Path) -> set[str]:
    """Names given to `env.x("NAME")`, `os.environ.get("NAME")`, `os.environ["NAME"]`."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        constant: ast.expr | None = None
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            owner = ast.unparse(node.func.value)
            if owner in {"env", "os.environ", "environment"}:
                constant = node.args[0]
        elif isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
            constant = node.slice
        if isinstance(constant, ast.Constant) and str(constant.value).isupper():
            names.add(constant.value)
    return names


def _variables(base_dir: Path) -> set[str]:
    # Set by the tools themselves, not by a person.
    foreign = {"PYTEST_XDIST_WORKER", "DJANGO_ALLOW_ASYNC_UNSAFE", "PATH"}
    folders = [base_dir / name for name in ("config", "registry", "search", "catalog", "tests")]
    files = [path for folder in folders for path in folder.rglob("*.py")]
    return {name for path in files for name in _variables_read_by(path)} - foreign


def test_every_variable_that_is_read_is_described(base_dir: Path):
    text = _text(base_dir, "docs/settings.md")

    assert sorted(name for name in _variables(base_dir) if f"| `{name}` |" not in text) == []


def test_every_described_variable_is_read(base_dir: Path):
    text = _text(base_dir, "docs/settings.md")
    described = set(re.findall(r"^\| `([A-Z_]+)` \|", text, flags=re.MULTILINE))

    assert sorted(described - _variables(base_dir)) == []


def test_links_of_the_documents_lead_somewhere(base_dir: Path, tracked_files: list[Path]):
    broken = []
    for document in (path for path in tracked_files if path.suffix == ".md"):
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", document.read_text()):
            is_here = not target.startswith(("http://", "https://", "mailto:"))
            if is_here and not (document.parent / target).exists():
                broken.append(f"{document.relative_to(base_dir)}: {target}")

    assert broken == []


def test_the_glossary_names_what_the_code_has(base_dir: Path):
    modules = [registry.models, registry.models.choices, search.models]
    unknown = []
    tokens = re.findall(
        r"`([A-Z]\w*[a-z]\w*)(?:\.([A-Z_]+))?`", _text(base_dir, "docs/glossary.md")
    )
    for name, member in tokens:
        found = next((getattr(module, name) for module in modules if hasattr(module, name)), None)
        if found is None or (member and not hasattr(found, member)):
            unknown.append(f"{name}.{member}".rstrip("."))

    assert tokens
    assert unknown == []


def test_every_act_and_status_is_in_the_glossary(base_dir: Path):
    text = _text(base_dir, "docs/glossary.md")
    members = [*registry.models.choices.ActKind, *registry.models.choices.CertificationStatus]

    assert [
        str(member) for member in members if f"`{type(member).__name__}.{member.name}`" not in text
    ] == []


@pytest.mark.parametrize("name", ["LICENSE", "NOTICE.md", "CHANGELOG.md", "README.md"])
def test_what_a_visitor_looks_for_is_there(base_dir: Path, name: str):
    assert (base_dir / name).read_text().strip()


def test_the_readme_shows_exactly_two_commands(base_dir: Path):
    blocks = re.findall(r"```\n(.*?)```", (base_dir / "README.md").read_text(), flags=re.DOTALL)

    assert [block.strip() for block in blocks] == ["make run", "make test"]
