"""Django's settings. Databases are named when a register is opened (``records.database``), not here."""

INSTALLED_APPS = ["resettle.records"]
DATABASES: dict[str, dict[str, object]] = {}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
SECRET_KEY = "no session is signed with this"
