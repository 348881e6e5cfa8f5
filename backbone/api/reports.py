"""Reports: beginning, wording, publishing, withdrawing; their figures; links that open one of them."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from backbone import queries, services
from backbone.queries import FrozenFigure
from backbone.serializers.reports import (
    ReportChange,
    ReportFigureOut,
    ReportFiguresOut,
    ReportNew,
    ReportRow,
    ReportWithdraw,
    ShareMade,
    ShareNew,
    ShareRow,
)
from initiatives.kernel.access import Actor, Capability
from initiatives.rest import answers
from initiatives.rest.views import InitiativeView, operation
from measurement.queries import display, told_point


class _Report(InitiativeView):
    """What the operations on reports share."""

    tag = "reports"

    def rows(self, actor: Actor, id: UUID) -> Any:
        """Return the query of one report."""
        return queries.reports(actor).filter(public_id=id)


class InitiativeReports(_Report):
    """Reports."""

    @operation(Capability.VIEW, answer=ReportRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List reports, the latest first: all for staff, the published ones made for you otherwise."""
        return self.page(ReportRow, queries.reports(actor), ("-made_at", "-id"))

    @operation(Capability.DEFINE, body=ReportNew, answer=ReportRow, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Begin a report for an audience about a quarter, a half year or a year.

        A job reads its figures with that audience's eyes; `built_at` tells when it has.
        """
        made = services.make_report(actor, **self.body)
        address = f"{self.plain_request.path}{made.public_id}/"
        return self.created(ReportRow, self.rows(actor, made.public_id), address)


class InitiativeReport(_Report):
    """One report."""

    @operation(Capability.VIEW, answer=ReportRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read a report's words and state."""
        return self.one(ReportRow, self.rows(actor, id))

    @operation(Capability.DEFINE, body=ReportChange, answer=ReportRow, match="required")
    def patch(self, actor: Actor, id: UUID) -> HttpResponse:
        """Change the words of a draft."""
        found = self.locked(ReportRow, self.rows(actor, id))
        services.change_report(actor, found, **{name: text or "" for name, text in self.body.items()})
        return self.one(ReportRow, self.rows(actor, id))


class FrozenFigures(_Report):
    """What a report says."""

    @operation(Capability.VIEW, answer=ReportFiguresOut, gives_csv=True)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read the figures of a report as they were frozen, each with what it was revised to since."""
        found = queries.report(actor, id)
        rows = queries.frozen(queries.reader_of(actor.initiative, found), found) if found.built_at else []
        if self.wants_csv:
            names = [str(name) for name in ReportFigureOut().get_fields() if name != "groups"]
            return answers.csv_answer([_told(row) for row in rows], names, f"report-{found.period_start}")
        return self.json({"figures": [_told(row) for row in rows], "chapters": found.chapters})


class ReportAgain(_Report):
    """Reading again."""

    @operation(Capability.DEFINE, answer=ReportRow, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read the figures of a draft again, as they stand now."""
        services.read_again(actor, self.locked(ReportRow, self.rows(actor, id)))
        return self.one(ReportRow, self.rows(actor, id))


class ReportPublish(_Report):
    """Publishing."""

    @operation(Capability.DEFINE, answer=ReportRow, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Publish a draft: its audience finds it, and nothing in it changes any more."""
        services.publish_report(actor, self.locked(ReportRow, self.rows(actor, id)))
        return self.one(ReportRow, self.rows(actor, id))


class ReportWithdrawal(_Report):
    """Withdrawing."""

    @operation(Capability.DEFINE, body=ReportWithdraw, answer=ReportRow, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Withdraw a published report, saying why; links to it work no longer. It is kept."""
        services.withdraw_report(actor, self.locked(ReportRow, self.rows(actor, id)), **self.body)
        return self.one(ReportRow, self.rows(actor, id))


class ShareLinks(_Report):
    """Links that open one report without signing in."""

    @operation(Capability.DEFINE, answer=ShareRow, many=True)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """List the links to a report, the latest first."""
        rows = queries.share_links(actor, queries.report(actor, id))
        return self.page(ShareRow, rows, ("-created_at", "-id"))

    @operation(Capability.DEFINE, body=ShareNew, answer=ShareMade, status=201)
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Make a link to a published report. Its address is told this once and kept by nobody."""
        found = queries.report(actor, id)
        link, secret = services.share_report(actor, found, **self.body)
        row = answers.one(ShareRow, queries.share_links(actor, found).filter(pk=link.pk))
        address = self.plain_request.build_absolute_uri(reverse("shared_report", args=[secret]))
        return self.json({**row, "url": address}, 201)


class ShareLink(_Report):
    """One link."""

    @operation(Capability.DEFINE, answer=ShareRow)
    def get(self, actor: Actor, id: UUID, link: UUID) -> HttpResponse:
        """Read whether a link still works, and until when."""
        return self.one(ShareRow, self.link_rows(actor, id, link))

    @operation(Capability.DEFINE, match="required", status=204)
    def delete(self, actor: Actor, id: UUID, link: UUID) -> HttpResponse:
        """Revoke a link: it is dead at once."""
        services.revoke_share(actor, self.locked(ShareRow, self.link_rows(actor, id, link)))
        return self.gone()

    def link_rows(self, actor: Actor, id: UUID, link: UUID) -> Any:
        """Return the query of one link."""
        return queries.share_links(actor, queries.report(actor, id)).filter(public_id=link)


def _told(row: FrozenFigure) -> dict[str, Any]:
    """Return a frozen figure as it looks outside."""
    point = row.point
    return {
        "indicator": row.code,
        "name": row.name,
        "goal": row.goal,
        "period": point.period.code if point else None,
        "value": point.value if point else None,
        "display": _display(row, point),
        "suppressed": point.suppressed if point else False,
        "status": point.status if point else "",
        "state": row.state,
        "reported": point.reported if point else None,
        "expected": point.expected if point else None,
        "coverage": point.coverage if point else None,
        "target": row.target,
        "by": row.by,
        "later": row.later,
        "groups": [
            {
                "dimension": by,
                "group": group.name,
                "value": group.point.value,
                "display": _display(row, group.point),
                "suppressed": group.point.suppressed,
            }
            for by, groups in row.groups
            for group in groups
        ],
    }


def _display(row: FrozenFigure, point: Any) -> str:
    """The figure as series write it: rounded, without unit; what is said in place of a hidden one."""
    if point is None:
        return ""
    return told_point(row.version, point) if point.suppressed else display(row.version, point.value)
