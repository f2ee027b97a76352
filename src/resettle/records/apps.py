"""The one Django app with tables."""

from django.apps import AppConfig


class Records(AppConfig):
    name = "resettle.records"
    label = "records"
