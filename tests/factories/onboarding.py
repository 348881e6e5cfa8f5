"""A partner that settles in, for tests."""

from typing import Any

from backbone.models import Onboarding, OnboardingItem
from backbone.queries.onboarding import onboardings
from backbone.services.onboarding import begin_onboarding
from initiatives.models import Initiative
from initiatives.queries import enter, myself, partner, partners
from tests.factories.core import lead_of

# What the operations need before they look for what their address names.
BODIES: dict[str, dict[str, Any]] = {
    "OnboardingLines": {"text": "x"},
    "OnboardingChecklist": {"texts": []},
}
PAGES = ("onboarding", "add_line", "end_onboarding", "change_line", "tick_line", "untick_line")


def begun(where: Initiative, code: str = "school-board") -> tuple[Onboarding, OnboardingItem]:
    """The open checklist of a partner, and its first line that is ticked by hand."""
    with enter(lead_of(where), where.slug) as actor:
        row = onboardings(actor).filter(partner__code=code, ended_on=None).first()
        row = row or begin_onboarding(actor, partner=partner(actor, code))
        item = row.items.filter(key="").first()
    assert item is not None
    return row, item


def named(where: Initiative) -> dict[str, str]:
    """What stands for the variables of the API's addresses, by the list that they name a thing of."""
    row, item = begun(where)
    return {"onboardings": str(row.public_id), "lines": str(item.public_id), "checklists": "partner"}


def examples(where: Initiative) -> dict[str, Any]:
    """What stands for the parts of the addresses of the pages of settling in."""
    row, item = begun(where)
    found: dict[str, Any] = {f"backbone:{name} public_id": row.public_id for name in PAGES}
    found |= {f"backbone:{name} ref": str(item.public_id) for name in PAGES}
    return found | {"backbone:keep_checklist newcomer": "partner"}


def many(where: Initiative, rows: int) -> None:
    """So many open checklists of partners, and one of a colleague."""
    with enter(lead_of(where), where.slug) as actor:
        for one in partners(actor)[:rows]:
            begin_onboarding(actor, partner=one)
        begin_onboarding(actor, person=myself(actor))
