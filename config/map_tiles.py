"""The address of a map server as an operator sets it: checked, and its host for the policy."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


def origins(template: str) -> list[str]:
    """The host that pictures of the map come from, none where no server is set.

    Raises ImproperlyConfigured with the remedy for an address that could not work.
    """
    if not template:
        return []
    address = urlsplit(template)
    missing = [part for part in ("{z}", "{x}", "{y}") if part not in template]
    if missing or address.scheme != "https" or not address.hostname or "{" in address.netloc:
        raise ImproperlyConfigured(
            "MAP_TILES_URL must be like https://tiles.example.vn/{z}/{x}/{y}.png, with https, one "
            "host and {z}, {x} and {y}. Mend it, or leave it empty to show no map server."
        )
    return [f"https://{address.netloc}"]
