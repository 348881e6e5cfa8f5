"""What of backbone support itself waits for the backbone: its work plan, next steps, quiet partners, failed letters."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from backbone.queries.failures import failures
from backbone.queries.onboarding import to_tick
from backbone.queries.quiet import quiet_partners
from backbone.queries.relations import open_steps
from backbone.queries.risks import ratings, signs
from backbone.queries.roles import open_tasks
from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.kernel.queue import MOST, Act, How, Item, source
from measurement.queries import main_contacts

if TYPE_CHECKING:
    from backbone.models import BackboneTask

# So long before its day a task of the work plan waits.
PLAN_AHEAD = timedelta(days=7)
# So long after the staff rated a risk its signs leave them in peace.
RATED_FOR = timedelta(days=90)


@source(
    "backbone.steps",
    gettext_lazy("Next steps with partners"),
    icon="footprints",
    order=58,
    settled_by=("backbone.next_step_done",),
)
def steps(actor: Actor) -> list[Item]:
    """Tell which next steps agreed with partners are due, the first due on top."""
    today = clock.today(actor.initiative.timezone)
    rows: Any = open_steps(actor).filter(next_on__lte=today)[:MOST]
    return [
        Item(
            f"backbone.steps:{row.public_id}",
            row.next_step,
            _("%(partner)s, due %(day)s, %(who)s.")
            % {"partner": row.partner.name, "day": date_format(row.next_on), "who": row.next_owner.name},
            (
                Act(_("Done"), "backbone:finish_step", (row.public_id,), How.AT_ONCE),
                Act(_("Write down a contact"), "backbone:log_contact", (row.partner.code,), How.FORM),
            ),
            due=row.next_on,
            partner_id=row.partner_id,
            partner=row.partner.name,
            owner_id=row.next_owner_id,
            reach=row.person,
        )
        for row in rows
    ]


@source(
    "backbone.plan",
    gettext_lazy("Work plan of the backbone"),
    icon="list-todo",
    order=57,
    settled_by=("backbone.backbone_task_closed",),
)
def planned(actor: Actor) -> list[Item]:
    """Tell which tasks of the six roles are late or due within a week, the first due on top."""
    today = clock.today(actor.initiative.timezone)
    return [
        Item(
            f"backbone.plan:{row.public_id}",
            row.title,
            task_told(row, today),
            (
                Act(_("Done"), "backbone:close_task", (row.public_id,), How.AT_ONCE),
                Act(_("Change it"), "backbone:change_task", (row.public_id,), How.FORM),
            ),
            due=row.due,
            owner_id=row.owner_id,
        )
        for row in open_tasks(actor).filter(due__lte=today + PLAN_AHEAD)[:MOST]
    ]


def task_told(task: BackboneTask, today: date) -> str:
    """Return in which role a task of the work plan stands, its day and its owner, in a sentence."""
    words = {"role": task.get_role_display(), "day": date_format(task.due) if task.due else ""}
    if task.due is None:
        said = _("%(role)s, without a day") % words
    else:
        said = (_("%(role)s, was due %(day)s") if task.due < today else _("%(role)s, due %(day)s")) % words
    return f"{said}, {task.owner.name}." if task.owner else f"{said}."


@source(
    "backbone.quiet",
    gettext_lazy("Quiet partners"),
    icon="volume-x",
    order=59,
    settled_by=("backbone.contact_logged",),
)
def quiet(actor: Actor) -> list[Item]:
    """Tell which partners have gone quiet, with the signs, those with most signs first."""
    rows = quiet_partners(actor)[:MOST]
    reached = main_contacts(actor, [one.partner for one in rows])
    return [
        Item(
            f"backbone.quiet:{one.partner.code}",
            one.partner.name,
            ". ".join(sign.words for sign in one.signs) + ".",
            (
                Act(_("Write down a contact"), "backbone:log_contact", (one.partner.code,), How.FORM),
                Act(_("Open"), "backbone:relation", (one.partner.code,)),
            ),
            partner_id=one.partner.pk,
            partner=one.partner.name,
            reach=reached.get(one.partner.pk),
        )
        for one in rows
    ]


@source(
    "backbone.failures",
    gettext_lazy("Could not be sent or done"),
    icon="mail-x",
    order=5,
    settled_by=("backbone.failure_retried",),
)
def failed(actor: Actor) -> list[Item]:
    """Tell what failed too often and was put aside: a letter, a webhook, a piece of work."""
    return [
        Item(
            f"backbone.failures:{row.pk}",
            row.told,
            _("Tried %(times)d times, the last on %(day)s.")
            % {"times": row.attempts, "day": date_format(day)},
            (Act(_("Try again"), "backbone:retry", (row.pk,), How.AT_ONCE),),
            due=day,
        )
        for row in failures(actor)[:MOST]
        for day in [clock.day(row.dead_at, actor.initiative.timezone)]
    ]


@source(
    "backbone.risks",
    gettext_lazy("Signs of a risk"),
    icon="triangle-alert",
    order=95,
    settled_by=("backbone.risk_rated",),
)
def risks_to_rate(actor: Actor) -> list[Item]:
    """Tell which signs of a risk are given whose risk the staff have not rated for three months."""
    rated = ratings(actor).filter(rated_at__gt=clock.now() - RATED_FOR)
    fresh = set(rated.order_by().values_list("risk", flat=True))
    return [
        Item(
            f"backbone.risks:{sign.key}",
            str(sign.risk.label),
            sign.told,
            (
                Act(_("Rate it"), "backbone:rate_risk", (sign.risk.value,), How.FORM),
                Act(_("Where it shows"), sign.page),
            ),
        )
        for sign in signs(actor)
        if sign.given and sign.risk.value not in fresh
    ]


@source(
    "backbone.onboarding",
    gettext_lazy("Settling in"),
    icon="list-checks",
    order=85,
    settled_by=("backbone.onboarding_item_ticked", "backbone.onboarding_ended"),
)
def to_settle(actor: Actor) -> list[Item]:
    """Tell who settles in, those who began first on top, with what is to be ticked next; and who may be closed.

    What records tell waits for nobody here: it ticks itself.
    """
    found = []
    for row in to_tick(actor)[:MOST]:
        acts = [Act(_("Open"), "backbone:onboarding", (row.public_id,))]
        if row.next_text:
            left = ngettext("%d line to tick.", "%d lines to tick.", row.left) % row.left
            note = " ".join([left, _("Next: %s") % row.next_text])
        else:
            note = _("Everything is ticked: the checklist can be closed.")
            acts.insert(0, Act(_("Close"), "backbone:end_onboarding", (row.public_id,), How.AT_ONCE))
        found.append(
            Item(
                f"backbone.onboarding:{row.public_id}",
                row.partner.name if row.partner else row.membership.name,
                note,
                tuple(acts),
                partner_id=row.partner_id,
                partner=row.partner.name if row.partner else "",
                owner_id=row.next_owner,
            )
        )
    return found
