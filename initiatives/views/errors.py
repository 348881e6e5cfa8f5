"""What is shown when there is nothing to show."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string

from initiatives.kernel.errors import NotFound
from initiatives.queries import enter
from initiatives.web import error_page, my_initiatives, navigation, private


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponseBase:
    """Answer a request that cannot be understood."""
    return private(error_page(request, 400))


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponseBase:
    """Answer a request that is not allowed."""
    return private(error_page(request, 403))


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponseBase:
    """Answer an address that leads nowhere; what the exception tells stays inside.

    Below an initiative the person takes part in, the page keeps its frame and the way back.
    """
    slug = re.match(r"/i/([\w-]+)/", request.path_info)
    if slug is None or not request.user.is_authenticated:
        return private(error_page(request, 404))
    try:
        with enter(request.user, slug[1]) as actor:
            mine = my_initiatives(request.user)
            frame = {"actor": actor, "navigation": navigation(actor), "my_initiatives": mine}
            return private(error_page(request, 404, frame=frame))
    except NotFound:
        return private(error_page(request, 404))


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """Answer a form that did not come from one of our own pages, or from one too old."""
    return private(HttpResponse(render_to_string("errors/csrf.html", {}, request), status=403))


def broken(request: HttpRequest) -> HttpResponseBase:
    """Answer when something went wrong on our side, without touching the database."""
    request_id = getattr(request, "id", "")
    return private(HttpResponse(render_to_string("errors/500.html", {"request_id": request_id}), status=500))
