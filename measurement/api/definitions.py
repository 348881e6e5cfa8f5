"""Dimensions and indicators."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from initiatives import queries as core
from initiatives.kernel.access import Actor, Capability
from initiatives.kernel.errors import DomainError, NotFound
from initiatives.rest.named import cleared
from initiatives.rest.views import InitiativeView, operation
from measurement import queries, services
from measurement.api.named import indicator_named
from measurement.serializers.definitions import (
    DimensionChange,
    DimensionNew,
    DimensionRow,
    IndicatorChange,
    IndicatorNew,
    IndicatorQuery,
    IndicatorRow,
    VersionRow,
)

TEXTS = (
    "question",
    "definition",
    "numerator_definition",
    "denominator_definition",
    "unit",
    "currency",
    "source",
    "inclusions",
    "exclusions",
    "rba_type",
    "outcome",
    "collection_method",
    "decision_informed",
    "known_limits",
)


class Dimensions(InitiativeView):
    """The ways of breaking values by group."""

    @operation(Capability.VIEW, answer=DimensionRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List dimensions."""
        return self.page(DimensionRow, queries.dimension_rows(actor), ("code",))

    @operation(Capability.DEFINE, body=DimensionNew, answer=DimensionRow, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Define a dimension.

        The categories of an exclusive dimension (the default) add up to the total.
        """
        dimension = services.define_dimension(actor, **self.body)
        address = f"{self.plain_request.path}{dimension.code}/"
        return self.created(DimensionRow, queries.dimension_rows(actor).filter(pk=dimension.pk), address)


class Dimension(InitiativeView):
    """One dimension."""

    @operation(Capability.VIEW, answer=DimensionRow)
    def get(self, actor: Actor, code: str) -> HttpResponse:
        """Read a dimension."""
        return self.one(DimensionRow, queries.dimension_rows(actor).filter(code=code))

    @operation(Capability.DEFINE, body=DimensionChange, answer=DimensionRow, match="required")
    def patch(self, actor: Actor, code: str) -> HttpResponse:
        """Rename a dimension; add, rename and order categories, and say from which day on they are offered or not.

        No category is ever removed: figures stand under it, and earlier periods keep their list.
        """
        rows = queries.dimension_rows(actor).filter(code=code)
        dimension = self.locked(DimensionRow, rows)
        services.extend_dimension(actor, dimension, **self.body)
        return self.one(DimensionRow, rows)


class Indicators(InitiativeView):
    """What is measured."""

    @operation(Capability.VIEW, query=IndicatorQuery, answer=IndicatorRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List indicators, each as it is defined now."""
        names = {
            "level": "indicator__level",
            "state": "indicator__state",
            "headline": "indicator__headline",
            "kind": "kind",
            "cadence": "cadence",
        }
        chosen = {names[name]: value for name, value in self.query.items()}
        rows = queries.indicator_rows(actor).filter(**chosen)
        return self.page(IndicatorRow, rows, ("indicator__code",))

    @operation(Capability.DEFINE, body=IndicatorNew, answer=IndicatorRow, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Define an indicator.

        What is not said follows from its kind. It is active unless `state` says otherwise.
        """
        indicator = services.define_indicator(actor, **_with_names(actor, self.body))
        address = f"{self.plain_request.path}{indicator.code}/"
        rows = queries.indicator_rows(actor).filter(indicator=indicator.pk)
        return self.created(IndicatorRow, rows, address)


class Indicator(InitiativeView):
    """One indicator."""

    @operation(Capability.VIEW, answer=IndicatorRow)
    def get(self, actor: Actor, code: str) -> HttpResponse:
        """Read an indicator as it is defined now."""
        return self.one(IndicatorRow, queries.indicator_rows(actor).filter(indicator__code=code))

    @operation(Capability.DEFINE, body=IndicatorChange, answer=IndicatorRow, match="required")
    def patch(self, actor: Actor, code: str) -> HttpResponse:
        """Change how an indicator is described, or what it means.

        Once figures stand, a change of meaning makes a new version and a series break: it takes `valid_from` and
        `break_note`. Where only the words become clearer, `clarification` says so instead. A change of `state` is one
        step of its life. A headline beyond the fifteenth takes the place of the one to `demote`.
        """
        rows = queries.indicator_rows(actor).filter(indicator__code=code)
        self.locked(IndicatorRow, rows)
        values = cleared(_with_names(actor, self.body), *TEXTS)
        services.change_indicator(actor, queries.indicator(actor, code), **values)
        return self.one(IndicatorRow, rows)


class Versions(InitiativeView):
    """The definitions that an indicator has had."""

    @operation(Capability.VIEW, answer=VersionRow, many=True)
    def get(self, actor: Actor, code: str) -> HttpResponse:
        """List every definition of an indicator, earliest first."""
        rows = queries.version_rows(actor, queries.indicator(actor, code))
        return self.page(VersionRow, rows, ("number",))


def _with_names(actor: Actor, values: dict[str, Any]) -> dict[str, Any]:
    """Return the values with the steward and the headline to demote found by what names them."""
    values = _with_steward(actor, values)
    if "demote" not in values:
        return values
    return {**values, "demote": indicator_named(actor, values["demote"], "demote")}


def _with_steward(actor: Actor, values: dict[str, Any]) -> dict[str, Any]:
    """Return the values with the steward found by the id that names them."""
    if values.get("steward") is None:
        return values
    try:
        return {**values, "steward": core.person(actor, values["steward"])}
    except NotFound as error:
        message = _("The steward must take part in the initiative.")
        raise DomainError("unknown_person", message, "steward") from error
