"""Finding: analysis of Vietnamese text, queries, documents, and an engine behind one port.

Callers use `search.query` and `search.service` alone. It may import `registry`, never
`catalog` or `config`; Wagtail only in `backoffice`. To come, each with its own module:
`understand` (facet words, places, spans), `synonyms`, `correct`, `score` and
`engines.elastic`; `matching` holds the first form of what they refine.
"""
