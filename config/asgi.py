"""The same application for servers that speak ASGI."""

import os

from django.core.asgi import get_asgi_application

from config import services

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("CONCERT_PROCESS", "web")

services.hold()
application = get_asgi_application()

from config import guard  # noqa: E402 (needs the application set up)

guard.refuse_unsafe_role()
