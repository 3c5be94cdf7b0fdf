"""Settings of a production site. It refuses to start half-set; other files only relax it.

Every value that differs between sites comes from the environment (docs/settings.md).
"""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from config import map_tiles
from search.engines import elastic_settings

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(env.str("SOVANG_VAR_DIR", str(BASE_DIR / "var")))

REQUIRED = (
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "BASE_URL",
    "PERSONAL_DATA_KEYS",
    "PERSONAL_DIGEST_KEY",
)
if _unset := [name for name in REQUIRED if not env.str(name, "").strip()]:
    raise ImproperlyConfigured(f"Set {', '.join(_unset)} (docs/settings.md says how).")

SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS")
BASE_URL = env.str("BASE_URL")
_address = urlsplit(BASE_URL)
if _address.scheme != "https" and _address.hostname not in {"localhost", "127.0.0.1", "testserver"}:
    raise ImproperlyConfigured("BASE_URL must begin with https:// (docs/settings.md).")
PERSONAL_DATA_KEYS: list[str] = env.list("PERSONAL_DATA_KEYS")
for _key in PERSONAL_DATA_KEYS:
    try:
        Fernet(_key)
    except ValueError:
        # The message must not show the key.
        raise ImproperlyConfigured(
            "PERSONAL_DATA_KEYS holds something that is no Fernet key (docs/settings.md)."
        ) from None
PERSONAL_DIGEST_KEY = env.str("PERSONAL_DIGEST_KEY")
DEBUG = False
IS_DEMO = False

INSTALLED_APPS = [
    "catalog",
    "search",
    "registry",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.documents",
    "wagtail.snippets",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail_localize",
    # In the place of Wagtail's own screens for languages.
    "wagtail_localize.locales",
    "wagtail",
    "modelcluster",
    "taggit",
    "csp",
    "axes",
    "ninja",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.maintenance.MaintenanceMiddleware",
    "catalog.whole_pages.WholePagesMiddleware",
    "config.middleware.SplitCSPMiddleware",
    "catalog.edge.EdgeMiddleware",
    "catalog.api.middleware.ApiMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "catalog.middleware.PublicSiteMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "registry.backoffice.gate.AdminGateMiddleware",
    "catalog.backoffice.editors_gate.EditorsGateMiddleware",
    "catalog.redirects.EditorsRedirectMiddleware",
    "axes.middleware.AxesMiddleware",
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
# Five wrong passwords for an account from one address close that door for a quarter of an hour.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
# Behind a proxy every connection is the proxy's: addresses are those of TRUSTED_PROXIES below.
AXES_CLIENT_IP_CALLABLE = "catalog.api.limits.client_address"
AXES_LOCKOUT_CALLABLE = "registry.backoffice.gate.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "catalog.context.site",
            ]
        },
    }
]

DATABASES = {
    "default": env.dj_db_url(
        "DATABASE_URL", f"sqlite:///{VAR_DIR / 'sovang.sqlite3'}", conn_max_age=60
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "registry.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# The largest page of the desk: 200 rows of about 22 fields, in Vietnamese of two to three bytes.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 6000
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024

# Small values, and whole pages apart from them, in the memory of each process.
_MEMORY = "django.core.cache.backends.locmem.LocMemCache"
CACHES = {
    "default": {"BACKEND": _MEMORY, "LOCATION": "values"},
    "pages": {"BACKEND": _MEMORY, "LOCATION": "pages", "OPTIONS": {"MAX_ENTRIES": 400}},
    # Drawn cards of shared links: 20 MB at most, for all processes of the machine.
    "cards": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR_DIR / "cards",
        "OPTIONS": {"MAX_ENTRIES": 500},
    },
}
# Proxies that are told to forget their pages after a change; none by default.
PROXY_PURGE_URLS: list[str] = env.list("PROXY_PURGE_URL", [])
if any(urlsplit(url).scheme not in {"http", "https"} for url in PROXY_PURGE_URLS):
    raise ImproperlyConfigured("PROXY_PURGE_URL must begin with http:// or https://.")

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
# Ours first; then what the packages lack in Vietnamese.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "packages"]
FORMAT_MODULE_PATH = ["config.formats"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "private", "base_url": None},
    },
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 31536000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", False)
SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", False)
SECURE_PROXY_SSL_HEADER: tuple[str, str] | None = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
X_FRAME_OPTIONS = "SAMEORIGIN"
# Pictures of a map server below the diagram; none by default (docs/map.md says what to check).
MAP_TILES_URL = env.str("MAP_TILES_URL", "")
MAP_TILES_CREDIT = env.str("MAP_TILES_CREDIT", "")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *map_tiles.origins(MAP_TILES_URL)],
        "frame-src": [SELF],
        "frame-ancestors": [SELF],
        "base-uri": [SELF],
        "form-action": [SELF],
        "object-src": [NONE],
        "report-uri": "/csp-bao-cao/",
    }
}

WAGTAIL_SITE_NAME = "Sổ Vàng"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_I18N_ENABLED = True
# Who translates need not be who publishes: a new translation waits as a draft.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAIL_CONTENT_LANGUAGES = WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILIMAGES_IMAGE_MODEL = "catalog.CatalogImage"
# The form has our own door (catalog.image_intake); what the upload screen says first agrees.
WAGTAILIMAGES_IMAGE_FORM_BASE = "catalog.image_forms.CatalogImageForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILDOCS_DOCUMENT_MODEL = "catalog.CatalogDocument"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_USER_TIME_ZONES = ["Asia/Ho_Chi_Minh"]
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# Requests of one address in a minute, by operation; docs/api.md and the answers publish them.
API_RATES = {
    "search": env.int("API_SEARCHES_PER_MINUTE", 600),
    "suggest": env.int("API_SUGGESTIONS_PER_MINUTE", 1200),
    "download": env.int("DOWNLOADS_PER_MINUTE", 20),
    # Far above what a person or an office behind one address asks.
    "verify": env.int("VERIFICATIONS_PER_MINUTE", 300),
    # Drawn anew; what is kept is given to everyone.
    "card": env.int("CARDS_PER_MINUTE", 60),
}
# How many of our own proxies add themselves to X-Forwarded-For; 0 believes the connection only.
NINJA_NUM_PROXIES = env.int("TRUSTED_PROXIES", 0)

SEARCH_INDEX_DIR = Path(env.str("SEARCH_INDEX_DIR", str(VAR_DIR / "index")))
try:
    ELASTICSEARCH = elastic_settings.read(env)
except elastic_settings.WrongSetting as _error:
    raise ImproperlyConfigured(f"{_error} (docs/settings.md)") from None
SEARCH_ENGINE = "elastic" if ELASTICSEARCH else "embedded"

# Django alone writes nothing outside DEBUG: a fault would leave no trace. Tracebacks hold no
# local variables, so no personal data.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
