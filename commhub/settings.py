"""Django's settings. Every one that a deployment changes comes from the environment; .env.example explains each."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import dj_database_url
import structlog

BASE_DIR = Path(__file__).resolve().parent.parent


def env(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def env_flag(name: str, *, default: bool) -> bool:
    return env(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def env_list(name: str, default: str = "") -> list[str]:
    return [item.strip() for item in env(name, default).split(",") if item.strip()]


# ---- the process ------------------------------------------------------------------------------------------------

DEBUG = env_flag("COMMHUB_DEBUG", default=False)
SECRET_KEY = env("COMMHUB_SECRET_KEY")
ALLOWED_HOSTS = env_list("COMMHUB_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env_list("COMMHUB_TRUSTED_ORIGINS")
COMMHUB_VAR_DIR = Path(env("COMMHUB_VAR_DIR") or BASE_DIR / "var")
COMMHUB_PUBLIC_URL = env("COMMHUB_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")

if not SECRET_KEY:
    if not DEBUG:
        raise SystemExit(
            "COMMHUB_SECRET_KEY is not set. Set it to a long random string (see .env.example), "
            "or set COMMHUB_DEBUG=1 on a developer's machine."
        )
    SECRET_KEY = "only-for-a-developers-machine-never-for-real-customers"

COMMHUB_DATA_KEYS = env_list("COMMHUB_DATA_KEYS")
COMMHUB_DEVELOPMENT_DATA_KEY = "b25seS1mb3ItYS1kZXZlbG9wZXIncy1tYWNoaW5lISE="  # known to everybody: it protects nothing
if not COMMHUB_DATA_KEYS:
    if not DEBUG:
        raise SystemExit(
            "COMMHUB_DATA_KEYS is not set, and without it what is written to customers cannot be encrypted. Make a key with "
            'python3 -c "import base64, secrets; print(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())" '
            "and keep a copy of it where the backups are not (see docs/running.md)."
        )
    COMMHUB_DATA_KEYS = [COMMHUB_DEVELOPMENT_DATA_KEY]

INSTALLED_APPS = [
    "commhub.desk",  # before the admin, so that its base page wins
    "commhub.desk.apps.DeskAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "brand_assets",
    "templates_store",
    "commhub.customers",
    "commhub.lint",
    "commhub.codes",
    "commhub.decide",
    "commhub.record",
    "commhub.publish",
    "commhub.audit",
    "commhub.blast",
    "commhub.approval",
    "commhub.deliver",
    "commhub.api",
    "commhub.starter",
    "commhub.demo",
    "commhub.console",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "commhub.desk.no_nul.NoNul",
]

ROOT_URLCONF = "commhub.urls"
WSGI_APPLICATION = "commhub.wsgi.application"
ASGI_APPLICATION = "commhub.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# ---- the database -----------------------------------------------------------------------------------------------

_database: Any = dj_database_url.parse(
    env("DATABASE_URL") or f"sqlite:///{COMMHUB_VAR_DIR / 'commhub.sqlite3'}", conn_max_age=60, conn_health_checks=True
)
if _database["ENGINE"].endswith("sqlite3"):
    # Write-ahead logging lets the web server read while a worker writes; IMMEDIATE makes a writer wait for its turn
    # (up to `timeout` seconds) instead of failing half-way through a transaction.
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
DATABASES = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ---- people -----------------------------------------------------------------------------------------------------

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "admin:login"
X_FRAME_OPTIONS = "SAMEORIGIN"  # the desk shows a proof in a frame of its own page
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env_flag("COMMHUB_HTTPS", default=not DEBUG)
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000 if SESSION_COOKIE_SECURE else 0
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env_flag("COMMHUB_BEHIND_PROXY", default=False) else None
)

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

# ---- files ------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
WHITENOISE_USE_FINDERS = DEBUG
MEDIA_ROOT = Path(env("COMMHUB_MEDIA_DIR") or COMMHUB_VAR_DIR / "media")
STORAGES = {
    "default": {"BACKEND": env("COMMHUB_STORAGE", "django.core.files.storage.FileSystemStorage")},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# ---- the queue --------------------------------------------------------------------------------------------------

CELERY_BROKER_URL = env("CELERY_BROKER_URL", "redis://127.0.0.1:6379/0")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600, "socket_connect_timeout": 2, "socket_timeout": 10}
CELERY_DB_REUSE_MAX = 500  # without it Celery closes the database connection after every task
# Kilobytes that a worker's process may hold; one that holds more is replaced after its task. A letter takes about 200 MB
# of fonts and libraries at its first, and a large batch or a long letter more, which the process does not give back.
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 600_000
CELERY_TASK_DEFAULT_QUEUE = "messages"
CELERY_TASK_ROUTES = {f"commhub.tasks.{name}": {"queue": "upkeep"} for name in ("sweep", "remind", "publish_due")}
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "commhub.tasks.sweep", "schedule": float(env("COMMHUB_SWEEP_SECONDS", "30"))},
    "remind": {"task": "commhub.tasks.remind", "schedule": float(env("COMMHUB_REMIND_SECONDS", "60"))},
    "publish-due": {"task": "commhub.tasks.publish_due", "schedule": float(env("COMMHUB_PUBLISH_SECONDS", "30"))},
}
COMMHUB_LEASE_SECONDS = float(env("COMMHUB_LEASE_SECONDS", "300"))
# A chunk that takes longer than its lease would be worked on twice. At the soft limit the message at hand is put off
# with a note and the worker goes on; at the hard one the process is replaced.
CELERY_TASK_SOFT_TIME_LIMIT = COMMHUB_LEASE_SECONDS * 0.8
CELERY_TASK_TIME_LIMIT = COMMHUB_LEASE_SECONDS * 0.95

# ---- publishing ---------------------------------------------------------------------------------------------------

COMMHUB_PREPARE_PROCESSES = int(env("COMMHUB_PREPARE_PROCESSES") or min(2, os.cpu_count() or 1))  # for a large release

# ---- the linter ---------------------------------------------------------------------------------------------------

COMMHUB_RATCHET_MESSAGES = int(env("COMMHUB_RATCHET_MESSAGES", "200"))  # sent messages that a new term list is tried on

# ---- who takes the messages over ----------------------------------------------------------------------------------

COMMHUB_PROVIDERS = {
    "email": env("COMMHUB_EMAIL_PROVIDER", "smtp"),
    "sms": env("COMMHUB_SMS_PROVIDER", "http-sms"),
    "print": env("COMMHUB_PRINT_PROVIDER", "hot-folder"),
}
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env("EMAIL_HOST", "localhost")
EMAIL_PORT = int(env("EMAIL_PORT", "25"))
EMAIL_HOST_USER = env("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env_flag("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = env("COMMHUB_STAFF_SENDER", "commhub@localhost")
COMMHUB_SMS_URL = env("COMMHUB_SMS_URL", "http://127.0.0.1:8026/messages")
COMMHUB_SMS_TOKEN = env("COMMHUB_SMS_TOKEN")
COMMHUB_SMS_PRICES = Path(env("COMMHUB_SMS_PRICES") or BASE_DIR / "commhub/render/sms/prices.toml")
COMMHUB_HOT_FOLDER = Path(env("COMMHUB_HOT_FOLDER") or COMMHUB_VAR_DIR / "letters")

# ---- pictures of proofs ------------------------------------------------------------------------------------------

COMMHUB_CHROMIUM = env("COMMHUB_CHROMIUM")  # the browser that takes them; empty: Chromium as it is installed
COMMHUB_CHROMIUM_SANDBOX = env_flag("COMMHUB_CHROMIUM_SANDBOX", default=os.getuid() != 0)

# ---- the API ----------------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["commhub.api.keys.ApiKeyAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["commhub.api.keys.HasApiKey"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["commhub.api.parsers.JsonParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "commhub.api.problems.handle",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "commhub",
    "DESCRIPTION": "Ask for an approved message to be sent, and see what became of it.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVERS": [{"url": COMMHUB_PUBLIC_URL}],
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
COMMHUB_MAX_DATA_BYTES = 256_000

# ---- logs -------------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "lines": {
            "()": "structlog.stdlib.ProcessorFormatter",
            "processor": structlog.processors.JSONRenderer(ensure_ascii=False)
            if not DEBUG
            else structlog.dev.ConsoleRenderer(colors=False),
            "foreign_pre_chain": [
                structlog.stdlib.add_log_level,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
            ],
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["console"], "level": env("COMMHUB_LOG_LEVEL", "INFO")},
    "loggers": {
        # Both tell the same story for every letter at a length that nobody reads.
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
    },
}
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)
