"""The web application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from config import services

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("CONCERT_PROCESS", "web")

services.hold()
application = get_wsgi_application()

from config import guard  # noqa: E402 (needs the application set up)

guard.refuse_unsafe_role()
