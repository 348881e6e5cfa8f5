"""Row 11: what Actor, tenancy and permission cost on top of Django's own session and sign-in."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path

from config.bench import world as worlds
from config.bench.measure import Result, Side, alternately, queries, ratio
from config.bench.requests import Visitor
from config.bench.scratch import Scratch
from initiatives.kernel.access import Capability, require
from initiatives.queries import enter
from initiatives.web import PageView

ROWS = {11}


def bare(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is signed in: Django's session and account, and nothing of ours."""
    user: Any = request.user
    return JsonResponse({"name": user.name})


def entered(request: HttpRequest, slug: str) -> HttpResponse:
    """The same inside the initiative: Actor, tenant and permission."""
    user: Any = request.user
    with enter(user, slug) as actor:
        require(actor, Capability.VIEW)
        return JsonResponse({"name": actor.user.name})


class Page(PageView):
    """The same as a page of the initiative, with all that a page brings along."""

    capability = Capability.VIEW

    def get(self, request: HttpRequest) -> HttpResponse:
        return JsonResponse({"name": self.actor.user.name})


urlpatterns = [
    path("bare/<slug:slug>/", bare),
    path("entered/<slug:slug>/", entered),
    path("page/<slug:slug>/", Page.as_view()),
    path("", include("config.urls")),
]


def measure(scratch: Scratch, wanted: set[int], *, full: bool) -> Iterator[Result]:
    """Yield the results of the wanted rows."""
    world = worlds.initiative("access", partners=3, indicators=1)
    scratch.analyse()
    visitor = Visitor(world.lead)
    names = ("entered", "bare", "page")
    asks = {name: visitor.asking(f"/{name}/access/", urls=__name__) for name in names}
    sides = alternately(*(Side(name, asks[name]) for name in names), rounds=21, repeat=10)
    counts = {name: queries(asks[name]) for name in names}
    for name, what in (
        ("entered", "Actor, tenancy, permission"),
        ("page", "a page of an initiative, all it brings"),
    ):
        pair = {name: sides[name], "session and sign-in": sides["bare"]}
        yield ratio(11, f"{what}, on top of session and sign-in", pair, 1.2)
        yield Result(11, f"{what}: queries more", counts[name] - counts["bare"], 2, unit="")
