"""Links that open one report to somebody outside."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.utils.translation import gettext as _

from backbone.events import ShareLinkMade, ShareLinkRevoked
from backbone.models import Report, ShareLink
from backbone.services.reports import subject_of
from backbone.words import ReportState
from initiatives import limits
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.letters import fingerprint
from initiatives.outbox import record

LASTS_DAYS = 90
LONGEST_DAYS = 400
LABEL = 200


def share_report(
    actor: Actor, report: Report, *, label: str = "", days: int = LASTS_DAYS
) -> tuple[ShareLink, str]:
    """Make a link to a published report; return it and its secret, which is shown once and kept by nobody.

    Whoever holds it reads this report without signing in, and nothing else. Raises DomainError at `label` or `days`,
    Conflict (`not_published`), TooMany.
    """
    require(actor, Capability.DEFINE)
    if report.state != ReportState.PUBLISHED:
        raise Conflict("not_published", _("Publish the report first: a draft is not shared."))
    if not 1 <= days <= LONGEST_DAYS:
        raise DomainError("out_of_range", _("A link lasts from 1 to %d days.") % LONGEST_DAYS, "days")
    if len(label.strip()) > LABEL:
        raise DomainError("too_long", _("At most %d characters.") % LABEL, "label")
    if not actor.initiative.demonstration:
        limits.spend("share_link", account=actor.user_id, initiative=actor.initiative.pk)
    secret, now = secrets.token_urlsafe(32), clock.now()
    link = ShareLink.objects.create(
        report=report,
        label=label.strip(),
        secret_hash=fingerprint(secret),
        made_by_id=actor.membership_id,
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    fact = ShareLinkMade(
        subject_of(report),
        title=report.title,
        kind=report.kind,
        label=link.label,
        until=clock.day(link.expires_at, actor.initiative.timezone).isoformat(),
    )
    record(actor, fact)
    return link, secret


def revoke_share(actor: Actor, link: ShareLink) -> ShareLink:
    """Revoke a link: it is dead at once."""
    require(actor, Capability.DEFINE)
    held = ShareLink.objects.select_for_update(of=("self",)).select_related("report").get(pk=link.pk)
    if held.revoked_at is None:
        held.revoked_at = clock.now()
        held.save(update_fields=["revoked_at"])
        report = held.report
        fact = ShareLinkRevoked(subject_of(report), title=report.title, kind=report.kind, label=held.label)
        record(actor, fact)
    return held
