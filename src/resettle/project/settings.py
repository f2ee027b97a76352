"""
Django's settings, from the environment. A command line sets none of it: databases are named when a register is opened
(``records.database``), not here.
"""

import os

from resettle.project.secret import secret

INSTALLED_APPS = ["resettle.records"]
DATABASES: dict[str, dict[str, object]] = {}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"

RESETTLE_DATABASE = os.environ.get("RESETTLE_DATABASE", "")
"""The one register that a server process serves."""
RESETTLE_KEY_FILE = os.environ.get("RESETTLE_KEY_FILE", "")
"""Its signing key, if erasures are to be asked for over HTTP."""
RESETTLE_RATES = {
    "token": int(os.environ.get("RESETTLE_RATE_TOKEN", "600")),
    "address": int(os.environ.get("RESETTLE_RATE_ADDRESS", "1200")),
}
"""Requests a minute, of each process: by one token, and from one address, whatever it sends."""
RESETTLE_PROXIES = int(os.environ.get("RESETTLE_PROXIES", "0"))
"""How many proxies stand before the server, each of which adds the address that it was asked from."""

SECRET_KEY = RESETTLE_SECRET = secret(os.environ)
ALLOWED_HOSTS = os.environ.get("RESETTLE_HOSTS", "localhost 127.0.0.1 [::1]").split()
ROOT_URLCONF = "resettle.project.urls"
WSGI_APPLICATION = "resettle.project.wsgi.application"
MIDDLEWARE = [
    "resettle.api.front.front",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
APPEND_SLASH = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if RESETTLE_PROXIES else None
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = not os.environ.get("RESETTLE_PLAIN_HTTP")
"""A browser gives the cookie of a session to nobody over plain HTTP, unless that is all there is: on one machine."""
CSRF_COOKIE_SAMESITE = SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_AGE = 8 * 60 * 60
DATA_UPLOAD_MAX_MEMORY_SIZE = 1 << 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 1 << 20
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"said": {"class": "logging.StreamHandler"}},
    "loggers": {
        # Django would log the address that was asked for, and an error with whatever values it quotes.
        "django.request": {"handlers": [], "level": "CRITICAL", "propagate": False},
        "django.security": {"handlers": [], "level": "CRITICAL", "propagate": False},
        "resettle": {"handlers": ["said"], "level": "INFO", "propagate": False},
    },
}
