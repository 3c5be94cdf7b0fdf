"""Tags of the public templates: signs and the site's own switches. No tag makes a query."""

from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from catalog.marks import mark_html, marks_shared
from catalog.typography import keep_compounds

register = template.Library()


@register.simple_tag
def mark(name: str) -> SafeString:
    """A sign as inline SVG; see `catalog.marks.mark_html`."""
    return mark_html(name)


class SharedMarks(template.Node):
    """The part of a page between the tags, each sign drawn once."""

    def __init__(self, nodes: template.NodeList) -> None:
        self.nodelist = nodes

    def render(self, context: template.Context) -> SafeString:
        return mark_safe(marks_shared(self.nodelist.render(context)))  # noqa: S308  as rendered


@register.tag
def sharedmarks(parser: template.base.Parser, token: template.base.Token) -> SharedMarks:
    """`{% sharedmarks %}…{% endsharedmarks %}`, once on a page, around long lists of records."""
    nodes = parser.parse(("endsharedmarks",))
    parser.delete_first_token()
    return SharedMarks(nodes)


@register.simple_tag
def is_demo_site() -> bool:
    """Whether this is a demo; for error pages, which get no context."""
    return bool(settings.IS_DEMO)


@register.filter
def title_text(value: str) -> str:
    """A large title that does not break inside a compound word."""
    return keep_compounds(str(value))
