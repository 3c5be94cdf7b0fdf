"""Templates of the public site, held once for each language with all put in that is fixed.

A page has dozens of fixed texts, signs and parts; to look each up at every request takes longer
than the records on it. When a template is first loaded in a language, its words become plain
text, parts that it includes by name stand in their place, and so do its blocks in the frame that
it extends. What depends on the page stays as it is, and so does what a page says.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.template import Context, Node, NodeList, Origin, Template, TemplateSyntaxError
from django.template.base import TextNode
from django.template.defaulttags import IfNode, LoadNode, WithNode
from django.template.library import SimpleNode
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode
from django.template.loaders import cached
from django.templatetags.i18n import LanguageNode, TranslateNode
from django.templatetags.static import StaticNode
from django.utils.translation import get_language

_FRAME = "base.html"
_FOLDED = ("catalog/", "components/", _FRAME)
# What other pages extend stays as it is, and so do they.
_EXTENDED = frozenset({"catalog/editorial.html"})
# Tags of ours that give the same for the same fixed argument.
_FIXED_TAGS = frozenset({"mark"})


class Loader(cached.Loader):
    """Keeps a template for each language; nobody may hold one longer than a request.

    A template that extends the frame cannot be extended itself, but for those of `_EXTENDED`.
    """

    def cache_key(self, template_name: str, skip: list[Origin] | None = None) -> str:
        return f"{get_language()} {super().cache_key(template_name, skip)}"

    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        kept = self.get_template_cache.get(self.cache_key(template_name, skip))
        if isinstance(kept, Template):
            return kept
        template: Template = super().get_template(template_name, skip)
        if template_name.startswith(_FOLDED) and template_name not in _EXTENDED:
            extends = next(
                (node for node in template.nodelist if isinstance(node, ExtendsNode)), None
            )
            if extends is None or self._unfold_frame(template, extends):
                self._fold(template.nodelist)
        return template

    def _unfold_frame(self, template: Template, extends: ExtendsNode) -> bool:
        """Puts the blocks of a page into the frame; False for one that extends another page."""
        parent = _literal(extends.parent_name) if _is_literal(extends.parent_name) else ""
        if parent in _EXTENDED:
            return False
        if parent != _FRAME:
            known = ", ".join([_FRAME, *sorted(_EXTENDED)])
            raise TemplateSyntaxError(f"{template.name} must extend one of {known}.")
        frame = self.engine.get_template(_FRAME)
        template.nodelist[:] = _filled(frame.nodelist, extends.blocks)
        return True

    def _fold(self, nodes: NodeList) -> None:
        """Puts in the place of nodes what is fixed, and joins neighbouring texts."""
        folded: list[Node] = []
        for node in nodes:
            made = self._folded(node)
            if isinstance(made, TextNode) and folded and isinstance(folded[-1], TextNode):
                made = _text(folded[-1], folded[-1].s + made.s)
                folded.pop()
            if not isinstance(made, LoadNode):
                folded.append(made)
        nodes[:] = folded

    def _folded(self, node: Node) -> Node:
        if _is_fixed(node):
            return _text(node, node.render(Context()))
        if isinstance(node, IncludeNode):
            return self._included(node)
        for below in _below(node):
            self._fold(below)
        return node

    def _included(self, node: IncludeNode) -> Node:
        """What an include of a fixed name shows, with the same variables."""
        if node.isolated_context or not _is_literal(node.template):
            return node
        name = _literal(node.template)
        if not name.startswith(_FOLDED):
            return node
        part = self.engine.get_template(name)
        texts = [one for one in part.nodelist if isinstance(one, TextNode)]
        if len(texts) == len(part.nodelist):
            return _text(node, "".join(one.s for one in texts))
        scope = WithNode(None, None, part.nodelist, node.extra_context)
        scope.token, scope.origin = node.token, node.origin
        return scope


def _filled(nodes: Iterable[Node], blocks: Mapping[str, BlockNode]) -> list[Node]:
    """The nodes of the frame with the blocks of a page in their places."""
    filled: list[Node] = []
    for node in nodes:
        if isinstance(node, BlockNode):
            filled += _filled(blocks.get(node.name, node).nodelist, blocks)
        else:
            filled.append(node)
    return filled


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
    """Whether an expression of a template is a text without filters."""
    return not expression.filters and getattr(expression.var, "lookups", None) is None


def _literal(expression: Any) -> str:
    return str(expression.resolve(Context()))


def _text(node: Node, text: str) -> TextNode:
    made = TextNode(text)
    made.token, made.origin = node.token, node.origin
    return made
