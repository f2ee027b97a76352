"""The application that a server runs (``gunicorn resettle.project.wsgi``); ``resettle serve`` starts one."""

from django.core.wsgi import get_wsgi_application

from resettle.service import serving

serving.check()
application = get_wsgi_application()
