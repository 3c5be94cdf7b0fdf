"""Components that stand on a page many times or on every page, as functions that give HTML.

A template places one by its tag (`catalog.templatetags.components`). Each takes what a presenter
made and makes no query; what it writes is escaped by `catalog.markup`.
"""
