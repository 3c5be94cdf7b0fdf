"""Templates of the public site, held once for each language with its words put in.

A page has dozens of fixed texts and signs; to look each up at every request takes longer than
the records on it. They become plain text when a template is first loaded in a language. Only
what is fixed is folded: anything that depends on the page stays as it is.
"""

from typing import Any

from django.template import Context, Node, NodeList, Origin, Template
from django.template.base import TextNode
from django.template.defaulttags import IfNode
from django.template.library import SimpleNode
from django.template.loaders import cached
from django.templatetags.i18n import LanguageNode, TranslateNode
from django.templatetags.static import StaticNode
from django.utils.translation import get_language

_FOLDED = ("catalog/", "components/", "base.html")
# Tags of ours that give the same for the same fixed argument.
_FIXED_TAGS = frozenset({"mark"})


class Loader(cached.Loader):
    """Keeps a template for each language; a template must not be held longer than a request."""

    def cache_key(self, template_name: str, skip: list[Origin] | None = None) -> str:
        return f"{get_language()} {super().cache_key(template_name, skip)}"

    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        kept = self.get_template_cache.get(self.cache_key(template_name, skip))
        if isinstance(kept, Template):
            return kept
        template: Template = super().get_template(template_name, skip)
        if template_name.startswith(_FOLDED):
            _fold(template.nodelist)
        return template


def _fold(nodes: NodeList) -> None:
    """Puts text in the place of what is fixed, and joins neighbouring texts."""
    folded: list[Node] = []
    for node in nodes:
        made = _text_of(node) if _is_fixed(node) else node
        if made is node:
            for below in _below(node):
                _fold(below)
        if isinstance(made, TextNode) and folded and isinstance(folded[-1], TextNode):
            made = _text(folded[-1], folded[-1].s + made.s)
            folded.pop()
        folded.append(made)
    nodes[:] = folded


def _below(node: Node) -> list[NodeList]:
    if isinstance(node, LanguageNode):  # its texts are in another language
        return []
    if isinstance(node, IfNode):
        return [found for _condition, found in node.conditions_nodelists]
    found = [getattr(node, name, None) for name in node.child_nodelists]
    return [one for one in found if isinstance(one, NodeList)]


def _is_fixed(node: Node) -> bool:
    if isinstance(node, TranslateNode):
        is_plain = not (node.asvar or node.noop or node.message_context)
        return is_plain and _is_literal(node.filter_expression)
    if isinstance(node, StaticNode):
        return node.varname is None and _is_literal(node.path)
    if isinstance(node, SimpleNode):
        return (
            node.func.__name__ in _FIXED_TAGS
            and node.target_var is None
            and not node.kwargs
            and all(map(_is_literal, node.args))
        )
    return False


def _is_literal(expression: Any) -> bool:
    return not expression.filters and getattr(expression.var, "lookups", None) is None


def _text_of(node: Node) -> TextNode:
    return _text(node, node.render(Context()))


def _text(node: Node, text: str) -> TextNode:
    made = TextNode(text)
    made.token, made.origin = node.token, node.origin
    return made
