"""Rows 9 and 12: lists by the API beside the least that makes the same JSON, and list pages as partners grow."""

from collections.abc import Iterator

import orjson
from django.apps import apps
from django.http import HttpResponse
from django.urls import path, reverse
from rest_framework.renderers import JSONRenderer
from rest_framework.serializers import CharField, ModelSerializer

from config.bench import world as worlds
from config.bench.measure import Result, Side, alternately, queries, ratio
from config.bench.requests import Visitor
from config.bench.scratch import Scratch
from initiatives import services
from initiatives.kernel.access import Actor, Capability
from initiatives.queries import partners
from initiatives.rest.views import InitiativeView, operation
from initiatives.serializers import PartnerRow
from initiatives.services.tokens import mint_token
from initiatives.web import PER_PAGE

ROWS = {9, 12}
PAGES = ("initiatives:partners", "initiatives:places", "initiatives:people", "initiatives:activity")


class Least(InitiativeView):
    """The least that lists partners: values() and orjson, behind the same door as the real one."""

    @operation(Capability.VIEW_PARTNERS, answer=PartnerRow)
    def get(self, actor: Actor) -> HttpResponse:
        columns = {name: source for name, source in PartnerRow.columns().items() if name == source}
        sources = [source for name, source in PartnerRow.columns().items() if name != source]
        rows = partners(actor).order_by("code").values(*columns, *sources)[:1000]
        return HttpResponse(
            orjson.dumps({"results": list(rows)}, default=str), content_type="application/json"
        )


class _Serializer(ModelSerializer):  # type: ignore[type-arg]
    sector = CharField(source="sector_code")
    place = CharField(source="place_code", allow_null=True)

    class Meta:
        model = apps.get_model("initiatives", "Partner")
        fields = ("code", "name", "sector", "place", "state", "roles", "identifier", "about")


class Usual(InitiativeView):
    """The usual way with the framework: a ModelSerializer over the same rows."""

    @operation(Capability.VIEW_PARTNERS, answer=PartnerRow)
    def get(self, actor: Actor) -> HttpResponse:
        rows = _Serializer(partners(actor).order_by("code")[:1000], many=True)
        return HttpResponse(JSONRenderer().render({"results": rows.data}), content_type="application/json")


urlpatterns = [path("least/<slug:slug>/", Least.as_view()), path("usual/<slug:slug>/", Usual.as_view())]


def measure(scratch: Scratch, wanted: set[int], *, full: bool) -> Iterator[Result]:
    """Yield the results of the wanted rows."""
    if 9 in wanted:
        yield from _list_api(scratch)
    if 12 in wanted:
        yield from _list_pages(scratch)


def _list_api(scratch: Scratch) -> Iterator[Result]:
    world = worlds.initiative("thousand", partners=1000, indicators=0)
    scratch.analyse()
    visitor = Visitor(token=mint_token(world.lead, name="bench", scopes=["read"])[1])
    asks = {
        "list API": visitor.asking("/api/v1/initiatives/thousand/partners/?page_size=1000"),
        "values() and orjson": visitor.asking("/least/thousand/", urls=__name__),
        "ModelSerializer": visitor.asking("/usual/thousand/", urls=__name__),
    }
    sides = alternately(*(Side(name, ask) for name, ask in asks.items()), rounds=11, repeat=2)
    pair = {name: sides[name] for name in ("list API", "values() and orjson")}
    yield ratio(9, "list API, 1,000 rows, beside values() and orjson", pair, 1.3)
    pair = {name: sides[name] for name in ("ModelSerializer", "list API")}
    yield ratio(9, "list API, 1,000 rows: times faster than a ModelSerializer", pair, 4, at_least=True)


def _list_pages(scratch: Scratch) -> Iterator[Result]:
    few = worlds.initiative("p20", partners=20, indicators=1)
    many = worlds.initiative("p500", partners=500, indicators=1)
    for world in (few, many):
        with world.entered() as actor:  # as much to tell in both
            for number in range(2 * PER_PAGE):
                services.change_settings(actor, name=f"{world.initiative.slug} {number}")
    scratch.analyse()
    for name in PAGES:
        asks = {
            f"{len(world.partners)} partners": Visitor(world.lead).asking(
                reverse(name, args=[world.initiative.slug])
            )
            for world in (many, few)
        }
        sides = alternately(*(Side(told, ask) for told, ask in asks.items()), rounds=9, repeat=2)
        yield ratio(12, f"page {name.split(':')[1]}, 500 partners against 20", sides, 1.5)
        counts = [queries(ask) for ask in asks.values()]
        yield Result(12, f"page {name.split(':')[1]}: queries more", counts[0] - counts[1], 0, unit="")
