"""One address of the admin, asked so that nothing it does lasts or spoils the next."""

from django.db import transaction
from django.test import Client


def body_of(client: Client, method: str, address: str, form: dict[str, str]) -> str:
    """What an address answers; nothing where its view fails."""
    try:
        # A savepoint, so that a query refused by the database spoils no later one.
        with transaction.atomic():
            response = getattr(client, method)(address, form)
    except Exception:  # a stock view may choke on a foreign key; it shows nothing
        return ""
    body = b"".join(response) if response.streaming else response.content
    return body.decode("utf-8", "replace")
