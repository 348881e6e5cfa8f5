"""Public will: campaigns, and where the public heard of the initiative."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backbone.events.roles import (
    CampaignChanged,
    CampaignPlanned,
    MediaMentionChanged,
    MediaMentionNoted,
    MediaMentionRemoved,
)
from backbone.models import Campaign, MediaMention
from backbone.services.records import Rules, address, held, in_order, put
from backbone.words.roles import MentionKind
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import DomainError
from initiatives.outbox import record

CAMPAIGN = Rules(
    frozenset({"name", "aim", "audience", "starts_on", "ends_on", "outcome"}),
    must={
        "name": gettext_lazy("Give the campaign a name."),
        "aim": gettext_lazy("Say what people should know, want or do."),
    },
    lengths={"name": 200, "aim": 4000, "audience": 300, "outcome": 4000},
)
MENTION = Rules(
    frozenset({"kind", "title", "outlet", "happened_on", "address", "reach", "reach_source", "campaign"}),
    must={
        "kind": gettext_lazy("Say what kind it was."),
        "title": gettext_lazy("Say in a line what was told."),
        "outlet": gettext_lazy("Say where it was."),
    },
    words={"kind": MentionKind},
    lengths={"title": 300, "outlet": 200, "address": 500, "reach_source": 200},
    past=frozenset({"happened_on"}),
)
MOST_REACHED = 10_000_000_000


def plan_campaign(actor: Actor, *, name: str, aim: str, starts_on: date, **values: Any) -> Campaign:
    """Write down an effort to be heard (CAMPAIGN). Raises DomainError at the field."""
    require(actor, Capability.DEFINE)
    row = Campaign(written_by_id=actor.membership_id, written_at=clock.now())
    put(row, CAMPAIGN.clean(actor, {"name": name, "aim": aim, "starts_on": starts_on, **values}))
    in_order(row.starts_on, row.ends_on, "ends_on")
    row.save()
    record(actor, CampaignPlanned(f"campaign:{row.public_id}", name=row.name))
    return row


def change_campaign(actor: Actor, campaign: Campaign, /, **values: Any) -> Campaign:
    """Change a campaign (CAMPAIGN), and say what came of it. Raises DomainError at the field."""
    require(actor, Capability.DEFINE)
    row: Campaign = held(campaign)
    changed = put(row, CAMPAIGN.clean(actor, values))
    if row.starts_on is None:
        raise DomainError("required", _("Say when it begins."), "starts_on")
    in_order(row.starts_on, row.ends_on, "ends_on")
    if changed:
        row.save(update_fields=changed)
        record(actor, CampaignChanged(f"campaign:{row.public_id}", name=row.name, fields=changed))
    return row


def note_mention(
    actor: Actor, *, kind: str, title: str, outlet: str, happened_on: date, **values: Any
) -> MediaMention:
    """Note where the public heard of the initiative (MENTION). A reach is kept with its source, or not at all.

    Raises DomainError at the field.
    """
    require(actor, Capability.DEFINE)
    row = MediaMention(noted_by_id=actor.membership_id, noted_at=clock.now())
    given = {"kind": kind, "title": title, "outlet": outlet, "happened_on": happened_on, **values}
    put(row, MENTION.clean(actor, given))
    _check_mention(row)
    row.save()
    record(actor, MediaMentionNoted(f"media_mention:{row.public_id}", outlet=row.outlet))
    return row


def change_mention(actor: Actor, mention: MediaMention, /, **values: Any) -> MediaMention:
    """Change what is noted (MENTION). Raises DomainError at the field."""
    require(actor, Capability.DEFINE)
    row: MediaMention = held(mention)
    changed = put(row, MENTION.clean(actor, values))
    _check_mention(row)
    if changed:
        row.save(update_fields=changed)
        record(
            actor, MediaMentionChanged(f"media_mention:{row.public_id}", outlet=row.outlet, fields=changed)
        )
    return row


def remove_mention(actor: Actor, mention: MediaMention) -> None:
    """Remove a mention that was noted by mistake."""
    require(actor, Capability.DEFINE)
    row: MediaMention = held(mention)
    record(actor, MediaMentionRemoved(f"media_mention:{row.public_id}", outlet=row.outlet))
    row.delete()


def _check_mention(row: MediaMention) -> None:
    if row.happened_on is None:
        raise DomainError("required", _("Say when."), "happened_on")
    address(row.address)
    if row.reach is not None and not 0 < row.reach <= MOST_REACHED:
        raise DomainError("out_of_range", _("Enter how many people, or leave it empty."), "reach")
    if row.reach is not None and not row.reach_source:
        message = _(
            "Say who counted that, such as the paper's own figures. Without a source leave it unknown."
        )
        raise DomainError("required", message, "reach_source")
