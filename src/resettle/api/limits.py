"""
How much may be asked in a minute, by one token and from one address.

A count in Django's cache for each minute, in a few lines: ninja's throttles come after who asks is known, so that whoever
guesses tokens would never meet one. Each process counts for itself: an office has a few of them, and the limits are there
against a program that runs wild, not to be exact.
"""

import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from resettle.engine.errors import RequestRefused, refuse

MINUTE = 60


def refused(kind: str, name: str) -> RequestRefused | None:
    """Counts one request; why it is refused, if it is one too many."""
    now = int(time.time())
    key = f"asked:{kind}:{now // MINUTE}:{name}"
    cache.add(key, 0, timeout=2 * MINUTE)
    try:
        number = cache.incr(key)
    except ValueError:  # thrown out of a cache that was full
        return None
    if number <= settings.RESETTLE_RATES[kind]:
        return None
    return refuse("too_many_requests", seconds=MINUTE - now % MINUTE)


def address_of(request: HttpRequest) -> str:
    """Whence it was asked: as the nearest proxy says that we do not run ourselves."""
    proxies: int = settings.RESETTLE_PROXIES
    told = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if proxies and len(told) >= proxies:
        return str(told[-proxies].strip())[:64]
    return str(request.META.get("REMOTE_ADDR", ""))
