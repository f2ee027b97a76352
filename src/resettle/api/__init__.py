"""The HTTP API: reads a request, calls one function of the service, shows the answer. No rule is known here."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "resettle.project.settings")
"""ninja asks Django's settings as soon as it is imported."""
