"""Addresses: the API under /api/v1. Pages for people join here."""

from django.urls import URLPattern, URLResolver, path

from resettle.api.app import api
from resettle.api.problems import defect, page_unknown, unreadable

urlpatterns: list[URLPattern | URLResolver] = [path("api/v1/", api.urls)]
handler400 = unreadable
handler404 = page_unknown
handler500 = defect
