"""The address of the test database, for processes that a test starts."""

from django.db import connection


def database_address() -> str:
    held = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{held['NAME']}"
    who = f"{held['USER']}:{held['PASSWORD']}@" if held["USER"] else ""
    host = f"{held['HOST'] or 'localhost'}:{held['PORT'] or 5432}"
    return f"postgres://{who}{host}/{held['NAME']}"
