"""The days of backbone support: policy, money, campaigns, reports, and the backbone's own work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backbone.queries.relations import open_steps
from backbone.queries.reports import reports
from backbone.queries.risks import ratings
from backbone.queries.roles.backbone import open_tasks, profile
from backbone.queries.roles.records import campaigns, funding_sources, policy_targets
from backbone.queries.waiting import RATED_FOR
from backbone.words.health import Risk
from backbone.words.roles import WON, FundingStage, PolicyStage
from initiatives.kernel.access import Actor, Capability
from initiatives.kernel.dates import Dated, dates

# What has come to an end there is nothing more to wait for.
SETTLED = WON | {PolicyStage.LOST}


@dates("backbone.policy", gettext_lazy("Policy"), icon="landmark", condition="backbone", order=50)
def policy_expected(actor: Actor, first: date, last: date) -> Iterator[Dated]:
    """Tell when something is expected of a policy: a hearing, a vote, an answer."""
    for row in policy_targets(actor).filter(expected_on__range=(first, last)).order_by("expected_on", "id"):
        assert row.expected_on is not None  # it lies between
        yield Dated(
            f"backbone.policy:{row.public_id}",
            row.expected_on,
            row.title,
            "backbone:policy_target",
            (row.public_id,),
            note=row.decision_maker,
            past=row.stage in SETTLED,
        )


@dates("backbone.funding", gettext_lazy("Funding"), icon="coins", condition="backbone", order=52)
def funding_ending(actor: Actor, first: date, last: date) -> Iterator[Dated]:
    """Tell when money begins and ends, to those who are told amounts."""
    between = Q(starts_on__range=(first, last)) | Q(ends_on__range=(first, last))
    rows = funding_sources(actor).filter(between).exclude(stage=FundingStage.DECLINED)
    for row in rows.order_by("ends_on", "id"):
        for what, day, text in (
            ("begins", row.starts_on, _("Funding begins: %s")),
            ("ends", row.ends_on, _("Funding ends: %s")),
        ):
            if day is not None and first <= day <= last:
                yield Dated(
                    f"backbone.funding:{what}:{row.public_id}",
                    day,
                    text % row.funder_name,
                    "backbone:funding_source",
                    (row.public_id,),
                    note=row.purpose,
                    partner_id=row.funder_id,
                    partner=row.funder.name if row.funder else "",
                    partner_code=row.funder.code if row.funder else "",
                )


@dates("backbone.campaigns", gettext_lazy("Campaigns"), icon="megaphone", condition="backbone", order=54)
def campaigns_run(actor: Actor, first: date, last: date) -> Iterator[Dated]:
    """Tell when campaigns begin and end."""
    between = Q(starts_on__range=(first, last)) | Q(ends_on__range=(first, last))
    for row in campaigns(actor).filter(between).order_by("starts_on", "id"):
        for what, day, text in (
            ("begins", row.starts_on, _("Campaign begins: %s")),
            ("ends", row.ends_on, _("Campaign ends: %s")),
        ):
            if day is not None and first <= day <= last:
                key = f"backbone.campaigns:{what}:{row.public_id}"
                yield Dated(key, day, text % row.name, "backbone:role", ("public_will",), note=row.audience)


@dates("backbone.reports", gettext_lazy("Reports"), icon="file-text", condition="backbone", order=56)
def reports_published(actor: Actor, first: date, last: date) -> Iterator[Dated]:
    """Tell when reports were published that the reader may read."""
    zone = ZoneInfo(actor.initiative.timezone)
    for row in reports(actor).filter(published_at__isnull=False, withdrawn_at=None):
        assert row.published_at is not None  # it was published
        day = row.published_at.astimezone(zone).date()
        if first <= day <= last:
            key, title = f"backbone.reports:{row.public_id}", _("Published: %s") % row.title
            yield Dated(key, day, title, "backbone:report", (row.public_id,), past=True)


@dates("backbone.work", gettext_lazy("Backbone"), icon="life-buoy", condition="backbone", order=58)
def own_work(actor: Actor, first: date, last: date) -> Iterator[Dated]:
    """Tell when the backbone's mandate ends and is reviewed; to its staff also their work plan, steps and risks."""
    said = profile(actor)
    for what, day, title in (
        ("mandate", said.mandate_until, _("The backbone's mandate ends")),
        ("review", said.next_review, _("The backbone is reviewed")),
    ):
        if day is not None and first <= day <= last:
            yield Dated(f"backbone.work:{what}", day, title, "backbone:roles")
    for task in open_tasks(actor).filter(due__range=(first, last)):
        assert task.due is not None  # it lies between
        yield Dated(
            f"backbone.work:task:{task.public_id}",
            task.due,
            task.title,
            "backbone:role",
            (task.role,),
            note=task.owner.name if task.owner else "",
            owner_id=task.owner_id,
        )
    if actor.may(Capability.VIEW_RELATIONS):
        yield from _steps(actor, first, last)
    if actor.is_staff:
        yield from _risks(actor, first, last)


def _steps(actor: Actor, first: date, last: date) -> Iterator[Dated]:
    rows: Any = open_steps(actor).filter(next_on__range=(first, last))
    for row in rows:
        yield Dated(
            f"backbone.work:step:{row.public_id}",
            row.next_on,
            row.next_step,
            "backbone:relation",
            (row.partner.code,),
            note=row.next_owner.name,
            partner_id=row.partner_id,
            partner=row.partner.name,
            partner_code=row.partner.code,
            owner_id=row.next_owner_id,
        )


def _risks(actor: Actor, first: date, last: date) -> Iterator[Dated]:
    zone = ZoneInfo(actor.initiative.timezone)
    latest = ratings(actor).order_by().values_list("risk").annotate(at=Max("rated_at"))
    for risk, rated_at in sorted(latest):
        day = (rated_at.astimezone(zone) + timedelta(days=RATED_FOR.days)).date()
        if first <= day <= last:
            title = _("Rate again: %s") % Risk(risk).label
            yield Dated(f"backbone.work:risk:{risk}", day, title, "backbone:rate_risk", (risk,))
