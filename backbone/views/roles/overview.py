"""The six roles: one hard measure each; a page for each with its measures, its records and its work plan."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backbone.queries import roles as queries
from backbone.queries.reports import reports
from backbone.queries.roles.said import REVIEW
from backbone.services.roles import close_task
from backbone.views.base import BackboneView
from backbone.views.roles import telling
from backbone.views.roles.runway import runway_chart
from backbone.words import ReportKind
from backbone.words.roles import FUNDING_WAY, POLICY_WAY, BackboneRole, FundingKind, TaskState
from communications.queries.surveys import FEWEST_PEOPLE, FEWEST_VOICES
from initiatives.kernel.access import Actor, Capability
from initiatives.kernel.errors import NotFound

ICONS = {
    BackboneRole.VISION: "compass",
    BackboneRole.ACTIVITIES: "workflow",
    BackboneRole.MEASUREMENT: "chart-line",
    BackboneRole.PUBLIC_WILL: "megaphone",
    BackboneRole.POLICY: "landmark",
    BackboneRole.FUNDING: "coins",
}
LEADS = {
    BackboneRole.VISION: gettext_lazy(
        "A shared agenda that partners stand behind, and that is looked at again."
    ),
    BackboneRole.ACTIVITIES: gettext_lazy("Partners know their part, meet, and work with one another."),
    BackboneRole.MEASUREMENT: gettext_lazy("Figures that come in time, and that decisions rest on."),
    BackboneRole.PUBLIC_WILL: gettext_lazy("The community hears of it, is heard, and has a seat."),
    BackboneRole.POLICY: gettext_lazy(
        "Rules, budget lines and practices that are to change, and how far each has come."
    ),
    BackboneRole.FUNDING: gettext_lazy("How long the backbone's own work is paid for, and from where."),
}
DONE_SHOWN, SHOWN = 5, 50


@dataclass(frozen=True)
class Tile:
    """One role in the overview."""

    role: BackboneRole
    icon: str
    url: str
    measure: queries.Measure
    said: queries.RoleSaid
    current: bool = False

    @property
    def words(self) -> str:
        """What partners say of it, in a few words."""
        if self.said.mean is None:
            return _("Not rated by partners")
        return _("Partners: %s of 5") % telling.number(self.said.mean)


class RolesView(BackboneView):
    """A page about the six roles."""

    def tiles(self, review: queries.Review, current: str = "") -> list[Tile]:
        """Return the six roles, each with its hard measure and what partners said of it."""
        hard = queries.hard_measures(self.actor)
        return [
            Tile(
                role,
                ICONS[role],
                self.url("backbone:role", role.value),
                measure,
                review.by_role[role],
                role.value == current,
            )
            for role, measure in hard.items()
        ]

    def said(self, review: queries.Review) -> dict[str, Any]:
        """Return what the box “What partners say” needs besides its lines."""
        row = review.survey
        return {
            "review": review,
            "review_url": self.url("communications:survey", row.public_id) if row else "",
            "reviews_url": self.url("communications:surveys") + f"?kind={REVIEW.value}",
            "floor": (FEWEST_PEOPLE, FEWEST_VOICES),
        }

    def opened(self, measures: list[queries.Measure]) -> list[tuple[queries.Measure, str]]:
        """Return the measures, each with the address that opens what it rests on, empty where the actor may not."""
        return [(one, self.evidence(one.evidence)) for one in measures]


class Roles(RolesView):
    """The overview: the six roles, who is the backbone, who works there."""

    template_name = "backbone/roles/overview.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        found = queries.roster(self.actor)
        review = queries.partners_review(self.actor)
        yearly = reports(self.actor).filter(kind=ReportKind.YEARLY).first()
        context = {
            "tiles": self.tiles(review),
            **self.said(review),
            "profile": queries.profile(self.actor),
            "posts": telling.posts(found),
            "fte": telling.number(found.fte),
            "unshared": telling.number(found.unshared) if found.unshared else "",
            "by_role": [(role.label, telling.number(found.by_role[role.value])) for role in BackboneRole],
            "also": list(queries.also_run(self.actor)),
            "leaders": queries.leaders_by_group(self.actor, self.today.replace(month=1, day=1)),
            "steps": list(queries.leadership_steps(self.actor)[:DONE_SHOWN]),
            "yearly": yearly,
            "tells": self.actor.may(Capability.DEFINE),
            "tabs": self.tabs("roles"),
            "breadcrumbs": self.trail(),
        }
        return self.page(context)


class RolePage(RolesView):
    """One role: how well it is served, its records, what is planned."""

    template_name = "backbone/roles/role.html"

    def get(self, request: HttpRequest, role: str) -> HttpResponseBase:
        if role not in BackboneRole.values:
            raise NotFound
        found = BackboneRole(role)
        review = queries.partners_review(self.actor)
        plan, staffed = queries.tasks(self.actor).filter(role=found), queries.roster(self.actor)
        context = {
            "role": found,
            "icon": ICONS[found],
            "lead": LEADS[found],
            "tiles": self.tiles(review, role),
            **self.said(review),
            "role_said": review.by_role[found],
            "measures": self.opened(queries.measures(self.actor, found)),
            "records": f"backbone/roles/{found.value}.html",
            "plan": list(plan.filter(state=TaskState.OPEN)[:SHOWN]),
            "done": list(plan.exclude(state=TaskState.OPEN).order_by("-closed_at", "-id")[:DONE_SHOWN]),
            "fte": telling.number(staffed.by_role[found.value]),
            "held_by": [row for row in staffed.posts if row.shares.get(found.value)],
            "tells": self.actor.may(Capability.DEFINE),
            "today": self.today,
            "tabs": self.tabs("roles"),
            "breadcrumbs": self.trail((found.label, "")),
            **(RECORDS[found](self.actor, self.today) if found in RECORDS else {}),
        }
        return self.page(context)


def stepped(rows: Any, way: tuple[Any, ...]) -> list[Any]:
    """Return the records, each with its `step` on the way (0 off it) and `of`, how long the way is."""
    order = [one.value for one in way]
    found = list(rows)
    for row in found:
        row.step, row.of = (order.index(row.stage) + 1 if row.stage in order else 0), len(order)
    return found


def policy_records(actor: Actor, today: Any) -> dict[str, Any]:
    """Return what is to change, what stands furthest first; lost ones last."""
    rows = stepped(queries.policy_targets(actor)[:SHOWN], POLICY_WAY)
    return {"targets": sorted(rows, key=lambda row: -row.step)}


def funding_records(actor: Actor, today: Any) -> dict[str, Any]:
    """Return the sources with what they come to, for those who are told amounts; months for everybody."""
    lasts, told = queries.runway(actor, today), queries.sees_money(actor)
    drawn = runway_chart(lasts, today, queries.profile(actor).wanted_months, amounts=told)
    found = {"lasts": lasts, "sees_money": told, "runway": drawn}
    if not told:
        return found
    rows = stepped(queries.funding_sources(actor)[:SHOWN], FUNDING_WAY)
    for row in rows:
        months = queries.months_of(row, lasts, today)
        row.months = None if months is None else telling.number(months)
        row.amount_told = telling.amount(row.amount, row.currency)
    return found | {
        "free": telling.amount(lasts.free, lasts.currency) if lasts.free is not None else "",
        "pledged": telling.amount(lasts.pledged, lasts.currency) if lasts.pledged else "",
        "sources": sorted((r for r in rows if r.kind == FundingKind.BACKBONE), key=lambda row: -row.step),
        "aligned": [row for row in rows if row.kind == FundingKind.ALIGNED],
        "sums": telling.sums(queries.money(actor, today)),
    }


def public_will_records(actor: Actor, today: Any) -> dict[str, Any]:
    """Return the campaigns and where the public heard of the initiative."""
    return {
        "campaigns": list(queries.campaigns(actor)[:SHOWN]),
        "mentions": list(queries.mentions(actor)[:SHOWN]),
    }


def activity_records(actor: Actor, today: Any) -> dict[str, Any]:
    """Return the activities that the backbone runs too: there it serves everybody and is one of them."""
    return {"also": list(queries.also_run(actor)), "profile": queries.profile(actor)}


RECORDS = {
    BackboneRole.POLICY: policy_records,
    BackboneRole.FUNDING: funding_records,
    BackboneRole.PUBLIC_WILL: public_will_records,
    BackboneRole.ACTIVITIES: activity_records,
}


class CloseTask(BackboneView):
    """A task of the work plan is done, or dropped."""

    capability = {"POST": Capability.DEFINE}
    dropped = False

    def post(self, request: HttpRequest, public_id: Any) -> HttpResponseBase:
        row = queries.task(self.actor, public_id)
        following = close_task(self.actor, row, dropped=self.dropped)
        message = _("Dropped.") if self.dropped else _("Done.")
        if following is not None:
            message = _("Done. The next one is in the plan.")
        return self.go(self.url("backbone:role", row.role), message)
