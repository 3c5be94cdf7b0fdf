"""The public interface for machines (`/api/v1/`): the same search and records as the pages.

It answers with public facts only, in JSON for success and failure alike; it decides nothing
about search, records or texts itself, and it writes nothing.
"""
