"""Versions: writing them, moving them, comparing them; their causes and charts."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.http import HttpResponse

from agenda import queries, services
from agenda.api.named import cause_named, indicator_named
from agenda.models import CommonAgenda
from agenda.serializers.versions import (
    Adoption,
    AgendaChange,
    AgendaNew,
    AgendaQuery,
    AgendaRow,
    CauseChange,
    CauseNew,
    CauseRow,
    ChartNew,
    ChartOut,
    CompareQuery,
    Confirmation,
    ContentsOut,
    DifferencesOut,
    RuleChange,
    RuleOut,
    Why,
)
from initiatives.kernel.access import Actor, Capability
from initiatives.kernel.errors import NotFound
from initiatives.rest.views import InitiativeView, operation


class Agendas(InitiativeView):
    """The versions of the common agenda."""

    @operation(Capability.VIEW, query=AgendaQuery, answer=AgendaRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List the versions, the latest first."""
        return self.page(AgendaRow, queries.agenda_rows(actor).filter(**self.query), ("-number",))

    @operation(Capability.SHAPE_AGENDA, body=AgendaNew, answer=AgendaRow, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Begin the next version: the first one empty, a later one as a copy of the one in force."""
        version = services.begin_agenda(actor, **self.body)
        rows = queries.agenda_rows(actor).filter(pk=version.pk)
        return self.created(AgendaRow, rows, f"{self.plain_request.path}{version.number}/")


class VersionView(InitiativeView):
    """What the operations on one version share."""

    def locked_version(self, actor: Actor, number: int) -> CommonAgenda:
        """Return the version, locked, after comparing If-Match with what it is now."""
        found: CommonAgenda = self.locked(AgendaRow, queries.agenda_rows(actor).filter(number=number))
        return found

    def answer_with(self, actor: Actor, number: int) -> HttpResponse:
        """Answer with the version as it is now."""
        return self.one(AgendaRow, queries.agenda_rows(actor).filter(number=number))


class Agenda(VersionView):
    """One version."""

    @operation(Capability.VIEW, answer=AgendaRow)
    def get(self, actor: Actor, number: int) -> HttpResponse:
        """Read a version with its text by part."""
        return self.answer_with(actor, number)

    @operation(Capability.SHAPE_AGENDA, body=AgendaChange, answer=AgendaRow, match="required")
    def patch(self, actor: Actor, number: int) -> HttpResponse:
        """Write a draft.

        Parts that are left out stay as they are; an empty text empties its part.
        """
        version = self.locked_version(actor, number)
        texts = dict(self.body.get("sections") or {})
        texts |= {name: self.body[name] or "" for name in ("title", "change_note") if name in self.body}
        services.write(actor, version, texts)
        return self.answer_with(actor, number)


class AgendaConsult(VersionView):
    """Consulting."""

    @operation(Capability.SHAPE_AGENDA, answer=AgendaRow, match="honoured")
    def post(self, actor: Actor, number: int) -> HttpResponse:
        """Open a draft for consultation."""
        services.consult(actor, self.locked_version(actor, number))
        return self.answer_with(actor, number)


class AgendaRedraft(VersionView):
    """Back to the draft."""

    @operation(Capability.SHAPE_AGENDA, body=Why, answer=AgendaRow, match="honoured")
    def post(self, actor: Actor, number: int) -> HttpResponse:
        """Take a version back to the draft, saying why; positions taken so far are void and kept on file."""
        services.redraft(actor, self.locked_version(actor, number), **self.body)
        return self.answer_with(actor, number)


class AgendaPropose(VersionView):
    """Proposing."""

    @operation(Capability.SHAPE_AGENDA, answer=AgendaRow, match="honoured")
    def post(self, actor: Actor, number: int) -> HttpResponse:
        """Put a version to the partners under the initiative's rule; from now on it does not change."""
        services.propose(actor, self.locked_version(actor, number))
        return self.answer_with(actor, number)


class AgendaAdopt(VersionView):
    """Adopting."""

    @operation(Capability.SHAPE_AGENDA, body=Adoption, answer=AgendaRow, match="honoured")
    def post(self, actor: Actor, number: int) -> HttpResponse:
        """Adopt a proposed version: quorum and rule must be met. The former one is superseded."""
        services.adopt(actor, self.locked_version(actor, number), **self.body)
        return self.answer_with(actor, number)


class AgendaReview(VersionView):
    """Reviewing."""

    @operation(Capability.SHAPE_AGENDA, answer=AgendaRow, match="honoured")
    def post(self, actor: Actor, number: int) -> HttpResponse:
        """Put the version in force under review; it goes on holding."""
        services.review(actor, self.locked_version(actor, number))
        return self.answer_with(actor, number)


class AgendaConfirm(VersionView):
    """Confirming."""

    @operation(Capability.SHAPE_AGENDA, body=Confirmation, answer=AgendaRow, match="honoured")
    def post(self, actor: Actor, number: int) -> HttpResponse:
        """End a review: the version stays as it is until the next one."""
        services.confirm(actor, self.locked_version(actor, number), **self.body)
        return self.answer_with(actor, number)


class AgendaContents(InitiativeView):
    """What a version holds."""

    @operation(Capability.VIEW, answer=ContentsOut)
    def get(self, actor: Actor, number: int) -> HttpResponse:
        """Read goals, strategies and causes: as they stood when it was proposed, in a draft as they stand."""
        return self.json(queries.contents(actor, queries.agenda(actor, number)).as_json())


class AgendaDifferences(InitiativeView):
    """Two versions side by side."""

    @operation(Capability.VIEW, query=CompareQuery, answer=DifferencesOut)
    def get(self, actor: Actor, number: int) -> HttpResponse:
        """Compare a version with another, word by word."""
        version, other = queries.agenda(actor, number), queries.agenda(actor, self.query["with"])
        before, after = sorted([version, other], key=lambda row: row.number)
        parts = [asdict(row) for row in queries.differences(actor, before, after)]
        return self.json({"before": before.number, "after": after.number, "parts": parts})


class RatificationRule(InitiativeView):
    """The rule of adoption."""

    @operation(Capability.VIEW, answer=RuleOut)
    def get(self, actor: Actor) -> HttpResponse:
        """Read by which rule, and with how many answers, versions are adopted."""
        return self.json(self._told(actor))

    @operation(Capability.SHAPE_AGENDA, body=RuleChange, answer=RuleOut, match="required")
    def patch(self, actor: Actor) -> HttpResponse:
        """Change the rule. A version that is proposed already keeps the rule it was proposed under."""
        self.matched(lambda: self._told(actor))
        services.change_rule(actor, **{**self._told(actor), **self.body})
        return self.json(self._told(actor))

    def _told(self, actor: Actor) -> dict[str, Any]:
        rule = queries.ratification_rule(actor)
        return {"rule": str(rule.rule), "quorum": rule.quorum}


# --- causes and charts -------------------------------------------------------------------------------------


class Causes(InitiativeView):
    """What lies behind the problem."""

    @operation(Capability.VIEW, answer=CauseRow, many=True)
    def get(self, actor: Actor, number: int) -> HttpResponse:
        """List a version's causes."""
        version = queries.agenda(actor, number)
        return self.page(CauseRow, queries.cause_rows(actor, version), ("position", "id"))

    @operation(Capability.SHAPE_AGENDA, body=CauseNew, answer=CauseRow, status=201)
    def post(self, actor: Actor, number: int) -> HttpResponse:
        """Add a cause to a draft."""
        version = queries.agenda(actor, number)
        parent = cause_named(version, self.body.pop("parent", None))
        made = services.add_cause(actor, version, parent=parent, **self.body)
        rows = queries.cause_rows(actor, version).filter(pk=made.pk)
        return self.created(CauseRow, rows, f"{self.plain_request.path}{made.public_id}/")


class Cause(InitiativeView):
    """One cause."""

    @operation(Capability.VIEW, answer=CauseRow)
    def get(self, actor: Actor, number: int, id: UUID) -> HttpResponse:
        """Read a cause."""
        version = queries.agenda(actor, number)
        return self.one(CauseRow, queries.cause_rows(actor, version).filter(public_id=id))

    @operation(Capability.SHAPE_AGENDA, body=CauseChange, answer=CauseRow, match="required")
    def patch(self, actor: Actor, number: int, id: UUID) -> HttpResponse:
        """Reword a cause of a draft, or put it elsewhere in the tree."""
        version = queries.agenda(actor, number)
        rows = queries.cause_rows(actor, version).filter(public_id=id)
        found = self.locked(CauseRow, rows)
        move = "parent" in self.body
        parent = cause_named(version, self.body.pop("parent", None))
        values = {name: value or "" for name, value in self.body.items()}
        services.change_cause(actor, found, parent=parent, move=move, **values)
        return self.one(CauseRow, rows)

    @operation(Capability.SHAPE_AGENDA, status=204, match="required")
    def delete(self, actor: Actor, number: int, id: UUID) -> HttpResponse:
        """Take a cause out of a draft; what explained it comes under what it explained."""
        version = queries.agenda(actor, number)
        rows = queries.cause_rows(actor, version).filter(public_id=id)
        services.remove_cause(actor, self.locked(CauseRow, rows))
        return self.gone()


def chart_told(chart: queries.Chart) -> dict[str, Any]:
    """Return a placed chart as it is answered."""
    return {
        "id": chart.placed.public_id,
        "indicator": chart.placed.indicator.code,
        "name": chart.name,
        "caption": chart.placed.caption,
        "frozen_on": chart.frozen_on,
        "points": [
            {
                "period": point.period,
                "value": None if point.value is None else format(point.value, "f"),
                "display": point.display,
                "suppressed": point.suppressed,
            }
            for point in chart.points
        ],
    }


class Charts(InitiativeView):
    """The charts in a version's problem statement."""

    @operation(Capability.VIEW, answer=ChartOut, many=True)
    def get(self, actor: Actor, number: int) -> HttpResponse:
        """List the charts as this reader may see them: live in a draft, as they stood in an adopted version."""
        found = queries.charts(actor, queries.agenda(actor, number))
        return self.listed(ChartOut, [chart_told(chart) for chart in found], "after", "id")

    @operation(Capability.SHAPE_AGENDA, body=ChartNew, answer=ChartOut, status=201)
    def post(self, actor: Actor, number: int) -> HttpResponse:
        """Place an indicator's course in a draft."""
        version = queries.agenda(actor, number)
        indicator = indicator_named(actor, self.body.pop("indicator"))
        made = services.place_chart(actor, version, indicator=indicator, **self.body)
        return self.json(chart_told(_chart(actor, version, made.public_id)), 201)


class Chart(InitiativeView):
    """One placed chart."""

    @operation(Capability.VIEW, answer=ChartOut)
    def get(self, actor: Actor, number: int, id: UUID) -> HttpResponse:
        """Read a placed chart."""
        return self.json(chart_told(_chart(actor, queries.agenda(actor, number), id)))

    @operation(Capability.SHAPE_AGENDA, status=204, match="required")
    def delete(self, actor: Actor, number: int, id: UUID) -> HttpResponse:
        """Take a chart out of a draft."""
        found = _chart(actor, queries.agenda(actor, number), id)
        self.matched(lambda: chart_told(found))
        services.remove_chart(actor, found.placed)
        return self.gone()


def _chart(actor: Actor, version: CommonAgenda, public_id: UUID) -> queries.Chart:
    found = next((c for c in queries.charts(actor, version) if c.placed.public_id == public_id), None)
    if found is None:
        raise NotFound
    return found
