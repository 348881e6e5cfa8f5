"""The one settings file. What may vary is read from the environment; docs/running.md lists every variable."""

import logging
from email.utils import formataddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from config import logs, mail, services
from config.env import LOCAL_HOSTS, Env
from config.headers import CONTENT_SECURITY_POLICY as CONTENT_SECURITY_POLICY
from config.headers import PERMISSIONS_POLICY as PERMISSIONS_POLICY
from config.openapi import SPECTACULAR_SETTINGS as SPECTACULAR_SETTINGS

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent
CONCERT_HOME = services.Home.here().path
EMBEDDED = services.embedded()
DEBUG = env.flag("DEBUG")
# Served by `manage.py demo`: sign-in by one click for the demo's people.
DEMO = env.flag("CONCERT_DEMO")
# An installation on outside services is production and must be safe; the embedded one is for one machine.
PRODUCTION = not DEBUG and "postgres" not in EMBEDDED

# Addresses and secrets -------------------------------------------------------------------------------------

SECRET_KEY = env.text("SECRET_KEY")
if not SECRET_KEY and EMBEDDED == {"postgres", "valkey"}:
    SECRET_KEY = services.credentials()["secret_key"]
elif len(SECRET_KEY) < 50 or SECRET_KEY.startswith("django-insecure"):
    env.fault("SECRET_KEY", "is missing or shorter than 50 characters")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")

ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", () if PRODUCTION else ("localhost", "127.0.0.1", "[::1]"))
BASE_URL = env.web_address("BASE_URL", "" if PRODUCTION else "http://127.0.0.1:8000")
_base = urlsplit(BASE_URL)
HTTPS = _base.scheme == "https"
if PRODUCTION:
    if DEMO:
        env.fault("CONCERT_DEMO", "opens the demo's accounts to everybody: only with the embedded services")
    if not ALLOWED_HOSTS:
        env.fault("ALLOWED_HOSTS", "is missing: the host names Concert answers to, separated by commas")
    if "*" in ALLOWED_HOSTS:
        env.fault("ALLOWED_HOSTS", "must name the hosts, not *")
    if not BASE_URL:
        env.fault("BASE_URL", "is missing: the address people use, such as https://concert.example.org")
    elif not HTTPS and _base.hostname not in LOCAL_HOSTS:
        env.fault("BASE_URL", "must begin with https:// unless it is this machine")
    if not env.text("EMAIL_URL"):
        env.fault(
            "EMAIL_URL",
            "is missing: invitations and digests need mail, such as smtp+tls://user:password@host",
        )
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL else []
# Proxies in front of us that set X-Forwarded-For and X-Forwarded-Proto; 0 trusts neither.
PROXIES = env.number("PROXIES", 0)
METRICS_TOKEN = env.text("METRICS_TOKEN")

# Database ---------------------------------------------------------------------------------------------------

_outside = env.database("DATABASE_URL")
_admin = env.database("DATABASE_ADMIN_URL") or _outside
if _outside is None:
    _outside, _admin = services.database(services.APP_ROLE), services.database(services.OWNER_ROLE)
# The role migrations grant to: the one Concert serves as. It owns nothing and passes no policy.
APP_ROLE = str(_outside["USER"])


def _postgres(address: dict[str, Any], *, pool: bool, **session: str) -> dict[str, Any]:
    """Connection settings with these session settings, and a pool where a process lives long."""
    options = {
        **address["OPTIONS"],
        "options": " ".join(f"-c {name}={value}" for name, value in session.items()),
        "application_name": f"concert-{env.text('CONCERT_PROCESS', 'command')}",
        "connect_timeout": 10,
    }
    if pool:
        options["pool"] = {
            "min_size": 1,
            "max_size": env.number("DATABASE_POOL", 10, minimum=1),
            "timeout": 5,
        }
    return {
        **address,
        "ENGINE": "django.db.backends.postgresql",
        "OPTIONS": options,
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": False,
    }


# A page must answer soon. A worker reads and checks whole files within one transaction: it is bounded by the time
# limit of its tasks. Neither waits long for a lock: work that does not get one is given back and tried again.
_patience = {"statement_timeout": "30s", "idle_in_transaction_session_timeout": "60s"}
if env.text("CONCERT_PROCESS") == "worker":
    _patience = {"statement_timeout": "15min", "idle_in_transaction_session_timeout": "15min"}

DATABASES = {
    "default": _postgres(
        _outside, pool=env.text("CONCERT_PROCESS") == "web", lock_timeout="10s", **_patience
    ),
    # The owner of database and schema: for `migrate` only.
    "owner": _postgres(_admin or _outside, pool=False, lock_timeout="5s"),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Broker and cache -------------------------------------------------------------------------------------------

REDIS_URL = env.redis("REDIS_URL") or services.redis_url()
# Lets several installations share one Redis.
REDIS_PREFIX = env.text("REDIS_PREFIX", "concert")
CACHES = {
    "default": {
        "BACKEND": "config.cache.Cache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": REDIS_PREFIX,
        "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 0.5},
    }
}

# Apps -------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "config",
    "initiatives",
    "measurement",
    "agenda",
    "activities",
    "communications",
    "backbone",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_filters",
    "django_htmx",
    # Their loaders are set below, once and in the right order, not patched in by each.
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
    "csp",
    "anymail",
    "django_structlog",
]

MIDDLEWARE = [
    "config.health.Probes",
    "config.requests.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "initiatives.web.PrivatePages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "config.requests.Bodies",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django_cotton.cotton_loader.Loader",
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Language and time ------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Static files -----------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = env.text("STATIC_ROOT", str(BASE_DIR / "staticfiles") if PRODUCTION else "") or None
STATICFILES_DIRS = [folder for folder in [BASE_DIR / "static"] if folder.is_dir()]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "config.static.PlotlyFinder",
]
# Outside production files are served as they stand, with nothing to collect first.
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["map", "png", "jpg", "gif", "webp", "woff", "woff2", "gz", "br", "zip"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {
        "BACKEND": "config.static.Storage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
# Uploads and exports: outside the web root, handed out by views that check whose they are.
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(CONCERT_HOME / "files")))
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
# What is not even read: the largest file that is taken is a package of 50 MB; the open pages take words alone.
LARGEST_BODY, LARGEST_OPEN_BODY = 56 * 1024 * 1024, 64 * 1024

# Accounts ---------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "initiatives.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "initiatives.accounts.AccountAdapter"
ACCOUNT_SIGNUP_FORM_CLASS = "initiatives.forms.accounts.SignUpForm"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES

MFA_ADAPTER = "initiatives.accounts.TwoStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Concert"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
USERSESSIONS_TRACK_ACTIVITY = True
# An account elsewhere is joined to one here only by its owner, signed in.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_LOGIN_ON_GET = False

# Sessions, cookies, headers ---------------------------------------------------------------------------------

SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "initiatives.views.errors.csrf_refused"
if HTTPS:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# API --------------------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "initiatives.rest.authentication.TokenAuthentication",
        "initiatives.rest.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_SCHEMA_CLASS": "initiatives.rest.schema.ConcertSchema",
    "EXCEPTION_HANDLER": "initiatives.rest.problems.problem_handler",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "COERCE_DECIMAL_TO_STRING": True,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "NUM_PROXIES": PROXIES,
}
# Requests a minute: by one token or account, from one address, to one initiative; and for files that are made for
# somebody without an account, from one address.
API_LIMITS = {"caller": 600, "address": 1200, "initiative": 3000, "file": 60}
# Times a day that a verb which mails may be done, and times an hour that a file may be imported or somebody tell
# something on a public page: by one account, from one address, in one initiative, to one mailbox.
VERB_LIMITS = {
    "invite": {"account": 500, "initiative": 1000, "addressee": 5},
    "nudge": {"account": 1000, "initiative": 2000, "addressee": 10},
    "hand_in_link": {"account": 1000, "initiative": 2000, "addressee": 20},
    "share_link": {"account": 200, "initiative": 500},
    "check_in_link": {"account": 1000, "initiative": 2000, "addressee": 20},
    "rsvp_link": {"account": 1000, "initiative": 2000, "addressee": 20},
    "say": {"address": 6, "initiative": 200},
    "import": {"account": 60, "initiative": 120},
    "delivery": {"account": 300, "initiative": 600},
}

# Mail -------------------------------------------------------------------------------------------------------

_default_mail = f"file:{CONCERT_HOME / 'mail'}"
globals().update(mail.settings(env, _default_mail))
DEFAULT_FROM_EMAIL = env.text(
    "EMAIL_FROM", formataddr(("Concert", f"concert@{_base.hostname or 'localhost'}"))
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Logs -------------------------------------------------------------------------------------------------------

LOG_JSON = env.flag("LOG_JSON", PRODUCTION)
LOGGING = logs.configuration(json=LOG_JSON, level=env.text("LOG_LEVEL", "INFO").upper(), words=not PRODUCTION)
LOGGING_CONFIG = "logging.config.dictConfig"
DJANGO_STRUCTLOG_CELERY_ENABLED = True
# The sweep runs every few seconds: what went well is told to those who ask for DEBUG.
DJANGO_STRUCTLOG_CELERY_DEFAULT_LOG_LEVEL = logging.DEBUG
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_TRUST_UPSTREAM_REQUEST_ID = True
DJANGO_STRUCTLOG_USER_ID_FIELD = ""
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG

SILENCED_SYSTEM_CHECKS: list[str] = []
TEST_RUNNER = "django.test.runner.DiscoverRunner"

env.finish()
