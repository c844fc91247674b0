"""Django settings. Everything that differs between machines comes from `cms.environment`; the rest is the product."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.environment import BASE_DIR, read_environment

ENVIRONMENT = read_environment()

DEBUG = False
DEMO = ENVIRONMENT.demo
DATA_DIR = ENVIRONMENT.data_dir
SECRET_KEY = ENVIRONMENT.secret_key
ALLOWED_HOSTS = ENVIRONMENT.allowed_hosts
PROVINCE_PORT = ENVIRONMENT.province_port
FORWARDING_ROLE = ENVIRONMENT.forwarding_role
# The half of the fencing token that no backup of the database brings back (docs/decisions/0014-fencing.md).
FORWARDING_FENCE = ENVIRONMENT.forwarding_fence or DATA_DIR / "forwarding.fence"
FORWARDING_FENCE_IS_SHARED = ENVIRONMENT.forwarding_fence is not None
# Seal the secrets of destinations, the newest first; while there is none, SECRET_KEY does it.
FORWARDING_KEYS = ENVIRONMENT.forwarding_keys

# Floors from the top down; inside a floor from right to left of docs/architecture.
INSTALLED_APPS = [
    "bulletin.demo",
    "bulletin.reports",
    "bulletin.newsletter",
    "bulletin.led",
    "bulletin.evidence",
    "bulletin.pdf",
    "bulletin.websub",
    "bulletin.forwarding",
    "bulletin.calendar",
    "bulletin.issues",
    "bulletin.plan",
    "submissions.duty",
    "submissions.mailbox",
    "submissions.intake",
    "submissions.moderation",
    "submissions.words",
    "submissions.consent",
    "submissions.copies",
    "submissions.checks",
    "submissions.articles",
    "submissions.units",
    "cms.guides",
    "cms.edge",
    "cms.search",
    "cms.visits",
    "cms.website",
    "cms.accounts",
    "cms.core",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "cms.core.admin_app.QuietWagtailAdminConfig",
    "wagtail",
    "modelcluster",
    "taggit",
    "axes",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "cms.website.compression.ReaderGZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "cms.accounts.kept_form_middleware.KeptFormMiddleware",
    "submissions.moderation.guard.AdminGuardMiddleware",
    "cms.website.standing.StandingMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "cms.website.context_processors.site_profile",
            ],
        },
    },
]

DATABASES = {"default": ENVIRONMENT.database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": ENVIRONMENT.cache}

# --- People ---------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "wagtailadmin_login"
# Five wrong passwords lock the pair of account and address for a quarter of an hour.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_FORM_FIELD = "username"
AXES_VERBOSE = False
AXES_HTTP_RESPONSE_CODE = 429
AXES_LOCKOUT_TEMPLATE = "accounts/locked_out.html"

# --- Language and time ----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
# Our own words go first; then those that Wagtail's and Django's own Vietnamese lack or put badly.
LOCALE_PATHS = [
    *(BASE_DIR / floor / "locale" for floor in ("bulletin", "submissions", "cms")),
    BASE_DIR / "cms" / "locale_upstream",
]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = ["cms.formats"]
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"

# --- Files ----------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
# Pictures may have a host of their own, to which no cookie of the desk is ever sent.
MEDIA_URL = f"{ENVIRONMENT.media_base_url}/media/"
MEDIA_ROOT = ENVIRONMENT.media_root
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "private"},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEMO
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# The demo starts without a collection step; production collects once and serves compressed, named by content.
WHITENOISE_USE_FINDERS = DEMO
WHITENOISE_AUTOREFRESH = False
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
# The longest article, as the editor sends it, is a quarter of this; photos and files do not count.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

# --- Wagtail --------------------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Bản tin CCHC"
WAGTAILADMIN_BASE_URL = ENVIRONMENT.base_url
WAGTAILIMAGES_IMAGE_MODEL = "website.Photo"
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.website.photo_forms.PhotoForm"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "odt", "ods"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.website.document_forms.DocumentForm"
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "cms.website.rich_text.NamedTextArea"}}
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = True
WAGTAILADMIN_USER_LOGIN_FORM = "cms.accounts.login_form.LoginForm"
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "cms.accounts.password_reset.PasswordResetForm"  # noqa: S105  (a class and no secret)
WAGTAIL_FINISH_WORKFLOW_ACTION = "submissions.moderation.finish.finish"
WAGTAIL_WORKFLOW_CANCEL_ON_PUBLISH = False
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "cms.core.search.backend", "SEARCH_CONFIG": "simple"}}
WAGTAILSEARCH_HITS_MAX_AGE = 7
TAGGIT_CASE_INSENSITIVE = True

# --- The proxy in front ---------------------------------------------------------------------------------------------
# Where a proxy takes purges; empty where none keeps copies.
EDGE_CACHE_URLS = ENVIRONMENT.edge_cache_urls

# --- Mail -----------------------------------------------------------------------------------------------------------
globals().update(ENVIRONMENT.email)
# Seconds; shorter than the claim of a row, so that a server that hangs never makes two workers send one mail.
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = "ban-tin@demo.local" if DEMO else f"ban-tin@{ALLOWED_HOSTS[0].lstrip('.')}"
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Where units send articles to; empty is off.
MAILBOX_URL = ENVIRONMENT.mailbox_url
# Where the bulletin's mails come back to; empty is nowhere. The address has to take mail with anything after a plus sign.
BOUNCES_URL = ENVIRONMENT.bounces_url
BOUNCES_ADDRESS = ENVIRONMENT.bounces_address or DEFAULT_FROM_EMAIL

# --- Work -----------------------------------------------------------------------------------------------------------
CELERY_BROKER_URL = ENVIRONMENT.broker_url
CELERY_TIMEZONE = TIME_ZONE
# The database is the queue and the broker only rings the bell, so the clock below is what guarantees progress.
# A bell that nobody heard for a minute is stale: the next one stands for it.
_CLOCK = {
    "submissions.moderation.tasks.publish_due": 10.0,
    "submissions.moderation.tasks.escalate": 300.0,
    "bulletin.issues.tasks.publish_due": 10.0,
    "bulletin.pdf.tasks.sweep": 10.0,
    "bulletin.newsletter.tasks.send": 5.0,
    "bulletin.newsletter.tasks.forget": 3600.0,
    "submissions.intake.tasks.sweep": 10.0,
    "submissions.consent.tasks.sweep": 30.0,
    "cms.core.tasks.send_waiting_mail": 15.0,
    "cms.core.tasks.thin_mail": 3600.0,
    "cms.search.tasks.catch_up": 600.0,
    "cms.search.tasks.recount": 3600.0,
    "cms.visits.tasks.gather": 60.0,
    "submissions.words.tasks.catch_up": 600.0,
    "cms.accounts.tasks.send_digests": 300.0,
    "cms.accounts.tasks.thin_notices": 3600.0,
    "cms.accounts.tasks.thin_kept_forms": 3600.0,
    "submissions.duty.tasks.remind_units": 600.0,
    "bulletin.forwarding.tasks.sweep": 5.0,
    "bulletin.forwarding.tasks.confirm_sweep": 15.0,
    "bulletin.forwarding.tasks.reconcile": 3600.0,
    "bulletin.forwarding.tasks.check_drift": 30.0,
    "bulletin.evidence.tasks.sweep": 10.0,
    "bulletin.forwarding.handover.tasks.sweep": 60.0,
    "bulletin.forwarding.tasks.watch": 60.0,
    "bulletin.led.tasks.watch": 60.0,
    "bulletin.websub.tasks.send": 15.0,
    "bulletin.websub.tasks.thin": 3600.0,
}
if MAILBOX_URL:
    _CLOCK |= {"submissions.mailbox.tasks.poll": 60.0, "submissions.mailbox.tasks.sweep": 10.0}
if ENVIRONMENT.edge_cache_urls:
    _CLOCK |= {"cms.edge.tasks.purge": 10.0, "cms.edge.tasks.thin": 3600.0}
if BOUNCES_URL:
    _CLOCK |= {"bulletin.newsletter.tasks.poll_bounces": 60.0}
# What is not named here goes to the queue "default"; an exact name comes before a pattern.
CELERY_TASK_ROUTES = {
    "submissions.intake.tasks.convert": "convert",
    "bulletin.forwarding.*": "forward",
    # Not in the queue of the sweep, whose silence it has to notice.
    "bulletin.forwarding.tasks.watch": "default",
    "bulletin.evidence.tasks.capture": "forward",
    "bulletin.websub.*": "forward",
}
CELERY_BEAT_SCHEDULE = {
    task: {"task": task, "schedule": seconds, "options": {"expires": 60}} for task, seconds in _CLOCK.items()
}

# --- Security -------------------------------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "cms.accounts.kept_form_views.csrf_failed"
if not DEMO:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

# --- Logs -----------------------------------------------------------------------------------------------------------
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "cms.core.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"axes": {"level": "WARNING"}, "wagtail": {"level": "WARNING"}, "django_tasks": {"level": "WARNING"}},
}
