"""Settings: everything that differs between machines comes from environment variables (see environment.py).

DEBUG=1 is for a developer's own machine (`./dev run`); without it the settings are those of production.
"""

import os
import tempfile
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from pythonjsonlogger.core import RESERVED_ATTRS

from config.databases import database
from config.environment import Environment, split
from config.mail import mail_server

BASE_DIR = Path(__file__).resolve().parent.parent

environment = Environment(os.environ)
if complaint := environment.complaint():
    raise ImproperlyConfigured(complaint)

DEBUG = environment.debug
SECRET_KEY = environment["SECRET_KEY"] or "chi-dung-tren-may-phat-trien"
# The machine itself may always ask: whoever watches the health address asks from there.
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *split(environment["ALLOWED_HOSTS"])]
CSRF_TRUSTED_ORIGINS = split(environment["CSRF_TRUSTED_ORIGINS"])
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"

INSTALLED_APPS = [
    "config.apps.BookAdminConfig",
    # Before the apps whose commands it betters.
    "config",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_filters",
    "django_guid",
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    "django_tables2",
    "django_tasks",
    "django_tasks_db",
    "import_export",
    "indicators",
    "projects",
    "power",
]

MIDDLEWARE = [
    "config.room.roomy",
    "django_guid.middleware.guid_middleware",
    "config.middleware.access_log",
    "config.pages.front.telling",
    # Before whatever may answer by itself: redirects and static files carry the policy too.
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "indicators.security.accounts.SecondStepMiddleware",
    "config.staff.idle.renew_session",
    "indicators.audit.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Last, as its makers ask: it turns the answer to a refused log-in into the page that says how long to wait.
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "config" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.pages.views.site",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.append("django.forms")

DATABASES = {"default": database(environment["DATABASE_URL"] or f"sqlite:///{quote(str(BASE_DIR / 'db.sqlite3'))}")}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in [
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    ]
]
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "indicators.security.accounts.Accounts"]
# Five wrong passwords and a wait of a quarter of an hour; whose failures are counted together is for the handler.
AXES_HANDLER = "config.staff.throttle.LoginThrottle"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
# Who goes on trying during the wait makes it no longer: otherwise a stranger could keep an account shut.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "config.staff.throttle.client_address"
AXES_LOCKOUT_CALLABLE = "config.staff.throttle.locked_page"
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
# How an authenticator app names the account.
OTP_TOTP_ISSUER = "Sổ số liệu"
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

mail = mail_server(environment["MAIL_URL"])
EMAIL_HOST, EMAIL_PORT = mail.host, mail.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = mail.user, mail.password
EMAIL_USE_TLS, EMAIL_USE_SSL = mail.starts_tls, mail.is_tls
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment["MAIL_FROM"]
# A letter has no request that would tell where the site stands.
SITE_ADDRESS = environment["SITE_ADDRESS"].rstrip("/") or "{}://{}".format(
    "http" if DEBUG or environment["HTTPS_BY"] == "none" else "https",
    next(iter(split(environment["ALLOWED_HOSTS"])), "127.0.0.1:8000").removeprefix("."),
)

# On what terms anyone may use the public tables, in the department's words.
LICENCE_NAME = "Dữ liệu mở, dùng lại phải ghi nguồn"
LICENCE_TEXT = (
    "được sao chép, chia sẻ, dùng lại cho mọi mục đích, không phải xin phép, không phải trả tiền; khi dùng phải ghi "
    "nguồn (tên Sở, tên bảng, kỳ, loại số liệu, địa chỉ và ngày lấy) và không được làm sai lệch con số."
)

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt")]
LOCALE_PATHS = [BASE_DIR / "config" / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = "config.formats"
# With the separator on, a year prints as 2.026; figures are printed by our own filter.
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = environment["STATIC_ROOT"] or BASE_DIR / "staticfiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else "config.storage.HashedFiles"
    },
}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# A clerk's form of one scheme with its lines, or 500 rows of a list, is over Django's 1.000 fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = int(environment["SESSION_IDLE_MINUTES"]) * 60
SESSION_COOKIE_SAMESITE = "Lax"

# Whether the last address in X-Forwarded-For was written by our own proxy: from anyone else it is an invention.
BEHIND_PROXY = False
# The watching machine asks over plain HTTP, and often.
QUIET_ADDRESSES = {"/suc-khoe/"}
if not DEBUG and environment["HTTPS_BY"] != "none":
    SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_REDIRECT_EXEMPT = [r"^suc-khoe/$"]
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    if environment["HTTPS_BY"] == "proxy":
        # Believed only here: without a proxy that sets it, any visitor could.
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        BEHIND_PROXY = True

# Where nginx in front reads the name of what public pages show; without it nginx keeps none.
NGINX_FOLDER = environment["NGINX_FOLDER"]

# Sheets wait here between preview and confirmation, in a folder of this account only: /tmp is everybody's.
IMPORT_FOLDER = environment["IMPORT_FOLDER"] or Path(
    tempfile.gettempdir(), f"solieu-imports-{os.getuid() if hasattr(os, 'getuid') else 0}"
)

# Long work is a row of a table until the one worker (config/jobs) takes it.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

DJANGO_TABLES2_TEMPLATE = "table.html"
DJANGO_TABLES2_PAGE_RANGE = 7
FILTERS_EMPTY_CHOICE_LABEL = "Tất cả"

# An id given by the proxy is kept when it is a UUID; any other is the visitor's invention.
DJANGO_GUID = {"GUID_HEADER_NAME": "X-Request-ID", "VALIDATE_GUID": True, "EXPOSE_HEADER": False}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "django_guid.log_filters.CorrelationId", "correlation_id_field": "request_id"}},
    "formatters": {
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "fmt": ["levelname", "name", "request_id", "message"],
            "rename_fields": {"levelname": "level", "name": "logger"},
            "timestamp": "time",
            "json_ensure_ascii": False,
            # The request itself would write out its query; the line of the access log tells what may be told.
            "reserved_attrs": [*RESERVED_ATTRS, "request"],
        },
        "plain": {"format": "%(levelname)s %(name)s [%(request_id)s] %(message)s"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["request_id"],
            "formatter": "plain" if DEBUG else "json",
        }
    },
    "root": {"handlers": ["console"], "level": environment["LOG_LEVEL"]},
    "loggers": {
        # Django's own handlers would write each line a second time.
        "django": {"handlers": [], "level": "NOTSET"},
        # The access log has a line for each page not found.
        "django.request": {"level": "ERROR"},
        # Strangers scan every server under made-up names: the access log's 400 with the host says enough.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "django_guid": {"level": "ERROR"},
        # It has several lines for each wrong password; ours has one when a log-in is shut.
        "axes": {"level": "ERROR"},
        # It tells each step of cutting a font.
        "fontTools": {"level": "WARNING"},
        # The development server has an access log of its own.
        "book.access": {"level": "WARNING" if DEBUG else "NOTSET"},
    },
}
