"""Reports, links and a public page for tests, made through the doors."""

from typing import Any

from backbone import services
from backbone.models import ContactLog, Report, ShareLink
from backbone.quarters import quarter_of
from backbone.queries import queue
from backbone.services.health import keep_health
from backbone.services.public import set_public_page, write_texts
from backbone.services.relations import Said, log_contact
from backbone.words import ContactWay
from initiatives import jobs
from initiatives.kernel import clock
from initiatives.models import Initiative
from initiatives.queries import enter, myself, partner
from measurement.periods import parse
from tests.factories.core import lead_of


def report(where: Initiative, *, published: bool = True, **values: Any) -> Report:
    """A report of the initiative's lead, its figures read."""
    given = {"kind": "funder", "period": parse("2024-Q1"), "title": "Where we stand", **values}
    with enter(lead_of(where), where.slug) as actor:
        made = services.make_report(actor, **given)
    jobs.run_due()
    with enter(lead_of(where), where.slug) as actor:
        return services.publish_report(actor, made) if published else made


def shared(where: Initiative, found: Report, **values: Any) -> tuple[ShareLink, str]:
    """A link to a report, and its secret."""
    with enter(lead_of(where), where.slug) as actor:
        return services.share_report(actor, found, **values)


def examples(where: Initiative) -> dict[str, Any]:
    """What stands for the parts of the addresses of backbone's pages."""
    found = report(where, kind="public")
    names = ("report", "report_slides", "report_pdf", "write_report", "read_again", "publish_report")
    pages: dict[str, Any] = {
        f"backbone:{name} public_id": found.public_id
        for name in (*names, "withdraw_report", "share_report", "revoke_share")
    }
    texts = {f"backbone:{name} language": "es" for name in ("public_texts", "confirm_text")}
    texts["backbone:confirm_text key"] = "lead"
    texts |= {"backbone:contacts_file form": "csv", "backbone:record_file form": "json"}
    contact, key = contacted(where), waiting_key(where)
    for name in ("change_contact", "remove_contact", "finish_step"):
        pages[f"backbone:{name} public_id"] = contact.public_id
    pages |= {f"backbone:{name} key": key for name in ("queue_thing", "put_off", "take_up", "give")}
    return (
        pages
        | texts
        | looked_at(where)
        | {"backbone:revoke_share link_id": shared(where, found)[0].public_id}
    )


def looked_at(where: Initiative) -> dict[str, Any]:
    """The present quarter kept, and what the pages of condition health are named by."""
    with enter(lead_of(where), where.slug) as actor:
        row = keep_health(actor)
    quarter = quarter_of(row.quarter).code
    return {
        "backbone:condition_health condition": "agenda",
        "backbone:release_health quarter": quarter,
        "backbone:rate_risk risk": "capture",
    }


def contacted(where: Initiative, code: str = "school-board") -> ContactLog:
    """A contact with a partner, with a next step of the lead that is due."""
    with enter(lead_of(where), where.slug) as actor:
        today = clock.today(where.timezone)
        said = Said(
            on=today,
            way=ContactWay.CALL,
            purpose="How it goes",
            person_name="Ida",
            next_step="Send the form",
            next_on=today,
            next_owner=myself(actor),
        )
        return log_contact(actor, partner(actor, code), said)


def waiting_key(where: Initiative) -> str:
    """The key of something in the queue: a next step."""
    with enter(lead_of(where), where.slug) as actor:
        found = queue(actor)
    return next(
        one.item.key for source, rows in found.sections for one in rows if source.key == "backbone.steps"
    )


def opened(where: Initiative, **values: Any) -> None:
    """The initiative's public page, open."""
    with enter(lead_of(where), where.slug) as actor:
        set_public_page(actor, is_open=True, **values)
        write_texts(actor, "en", {"headline": "Every child reads", "lead": "Schools and families."})
        write_texts(actor, "es", {"lead": "Escuelas y familias."})
