"""The rules of the register as pure functions: no database, clock or request.

From the rest of the project they know only the vocabularies of `registry.models.choices`
and `registry.text`.
"""
