import logging
import os
import threading

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.base")

application = get_wsgi_application()


def _warm() -> None:
    """Loads index and names before the first reader comes; a failure is left to that reader."""
    from django.db import connection

    from search import service, suggest

    try:
        service.warm()
        suggest.warm()
    except Exception:
        logging.getLogger(__name__).warning("Search could not be prepared.", exc_info=True)
    finally:
        connection.close()


threading.Thread(target=_warm, name="warm", daemon=True).start()
