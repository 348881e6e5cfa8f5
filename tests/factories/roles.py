"""Records of the six roles for tests, made through the doors."""

from datetime import date
from decimal import Decimal
from typing import Any

from backbone.models import FundingSource, PolicyTarget, StandIn
from backbone.services import funding, policy, public_will, roles
from backbone.services.stand_ins import set_stand_in
from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.models import Initiative
from initiatives.queries import enter, myself, partner
from tests.factories.core import lead_of, member, user

ASK = {
    "title": "Pay for pre-K",
    "level": "county",
    "ask": "A penny of tax.",
    "decision_maker": "County council",
}


def aim(actor: Actor, **values: Any) -> PolicyTarget:
    """Something to change."""
    return policy.write_policy_target(actor, **{**ASK, **values})


def source(actor: Actor, amount: str, stage: str = "committed", **values: Any) -> FundingSource:
    """A source of money, in dollars and of one funder unless said otherwise."""
    given = {"funder_name": "Community Foundation", "currency": "USD", "kind": "backbone", **values}
    return funding.write_funding_source(actor, amount=Decimal(amount), stage=stage, **given)


# What the operations need before they look for what their address names.
BODIES: dict[str, dict[str, Any]] = {
    "PolicyMove": {"stage": "adopted"},
    "SignOns": {"partner": "x", "given_by": "x"},
    "FundingMove": {"stage": "received"},
}


def away(where: Initiative) -> StandIn:
    """A colleague who is away, for whom the lead stands in."""
    gone = member(where, user(), "backbone_staff")
    with enter(lead_of(where), where.slug) as actor:
        today = clock.today(where.timezone)
        return set_stand_in(actor, person=gone, colleague=myself(actor), starts_on=today, ends_on=today)


def one_of_each(where: Initiative) -> dict[str, Any]:
    """One of every record, by name."""
    with enter(lead_of(where), where.slug) as actor:
        wanted = aim(actor)
        signed = policy.sign_on(actor, wanted, partner(actor, "school-board"), given_by="Its chair")
        money = source(actor, "1000")
        post = roles.fill_post(actor, name="Ana", post="Director", fte=Decimal("1"), since=date(2024, 1, 1))
        step = roles.note_leadership_step(
            actor, group="resident", name="Ida", trained_in="Facilitation", happened_on=date(2024, 1, 1)
        )
        task = roles.plan_task(actor, role="policy", title="Call the council")
        campaign = public_will.plan_campaign(actor, name="Read", aim="Read aloud", starts_on=date(2024, 1, 1))
        mention = public_will.note_mention(
            actor, kind="press", title="They read", outlet="The Herald", happened_on=date(2024, 1, 1)
        )
    return {
        "stand_in": away(where),
        "policy": wanted,
        "sign_on": signed,
        "funding": money,
        "post": post,
        "leader": step,
        "task": task,
        "campaign": campaign,
        "mention": mention,
    }


def named(where: Initiative) -> dict[str, str]:
    """What stands for the variables of the API's addresses, by the list that they name a thing of."""
    made = one_of_each(where)
    lists = {
        "policy-targets": "policy",
        "sign-ons": "sign_on",
        "funding-sources": "funding",
        "staff-roles": "post",
        "stand-ins": "stand_in",
        "leadership-steps": "leader",
        "backbone-tasks": "task",
        "campaigns": "campaign",
        "media-mentions": "mention",
    }
    return {name: str(made[kind].public_id) for name, kind in lists.items()}


def examples(where: Initiative) -> dict[str, Any]:
    """What stands for the parts of the addresses of the six roles' pages."""
    made = one_of_each(where)
    pages = {
        "policy": ("policy_target", "change_policy", "move_policy", "sign_on"),
        "sign_on": ("withdraw_sign_on",),
        "funding": ("funding_source", "change_funding", "move_funding"),
        "post": ("change_post",),
        "stand_in": ("end_stand_in",),
        "leader": ("change_leader", "remove_leader"),
        "task": ("change_task", "close_task", "drop_task"),
        "campaign": ("change_campaign",),
        "mention": ("change_mention", "remove_mention"),
    }
    found = {
        f"backbone:{name} public_id": made[kind].public_id for kind, names in pages.items() for name in names
    }
    return {**found, "backbone:role role": "policy"}
