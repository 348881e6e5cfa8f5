"""Every page's address: declares a capability, is nothing to an outsider, opens to the roles the table names."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from backbone.services import write_passage
from backbone.words import PassageKind
from initiatives import queries
from initiatives.kernel.access import PARTNER_ROLES, TABLE, Capability, Role
from initiatives.kernel.tenancy import tenant
from initiatives.models import Initiative, Membership, User
from initiatives.services import add_action
from initiatives.web import PageView, SignedInView
from measurement import queries as measured
from measurement import services
from measurement.services import imports
from measurement.services.reports import make_layout
from tests.factories import (
    activities,
    agenda,
    backbone,
    communications,
    communications_decisions,
    communications_voice,
    onboarding,
    roles,
    surveys,
)
from tests.factories import core as factories_of
from tests.factories import measurement as make

# Addresses that are no page of an initiative, with the reason why each needs no capability.
OPEN = {
    "account_login": "signing in",
    "demo_sign_in": "signing in, in a demo",
    "set_language": "the language of the pages, signed in or not",
    "initiatives:invitation": "whoever holds the link, signed in or not",
    "hand_in_link": "whoever holds the link",
    "shared_report": "whoever holds the link",
    "shared_slides": "whoever holds the link",
    "shared_pdf": "whoever holds the link",
    "public_page": "open to everybody where the lead opened it",
    "public_plan": "the same",
    "public_figures": "the same",
    "public_figure": "the same",
    "public_csv": "the same",
    "public_xlsx": "the same",
    "public_package": "the same",
    "public_open_sdg": "the same",
    "public_report": "the same",
    "public_slides": "the same",
    "public_pdf": "the same",
    "public_picture": "the same",
    "public_said": "the same",
    "public_voice": "the same",
    "public_say": "the same, where the lead opened the form too",
    "public_say_to": "the same",
    "public_thanks": "the same",
    "embedded_scorecard": "the same, in a frame",
    "embedded_figure": "the same, in a frame",
    "robots": "for search engines",
    "check_in_link": "whoever holds the link",
    "rsvp_link": "whoever holds the link",
    "calendar_feed": "whoever holds the address",
    "change_digest": "whoever holds the letter",
    "stop_announcements": "whoever holds the letter",
    "stop_digest": "whoever holds the letter",
    "linked_survey": "whoever holds the letter",
    "linked_meeting": "whoever holds the letter",
    "linked_task": "whoever holds the letter",
    "schema": "the description of the API is public",
    "api-docs": "the description of the API is public",
}
# Whole lists of addresses that are not ours or are looked at elsewhere (tests/architecture/test_matrix.py: API).
ELSEWHERE = ("accounts/", "api/", "static/", "styleguide/", "^api/")


def patterns(resolver: Any, route: str = "", space: str = "") -> Iterator[tuple[str, str, Any]]:
    """(route, name, view) of every address outside ELSEWHERE."""
    for entry in resolver.url_patterns:
        here = route + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from patterns(entry, here, inner)
        elif isinstance(entry, URLPattern) and not here.startswith(ELSEWHERE):
            yield here, f"{space}{entry.name}", entry


def pages() -> list[tuple[str, Any, type[PageView]]]:
    """(name, pattern, class) of every page of an initiative."""
    found = []
    for route, name, entry in patterns(get_resolver()):
        view = getattr(entry.callback, "view_class", None)
        # Those behind a hand-in link have no slug: tests/measurement/test_linked_pages.py.
        if view is not None and issubclass(view, PageView) and route.startswith("i/<slug:slug>/"):
            found.append((name, entry, view))
    return found


PAGES = pages()
METHODS = ("get", "post", "put", "patch", "delete")
ROLES: dict[str, Role] = {
    "ana": Role.BACKBONE_LEAD,
    "sam": Role.BACKBONE_STAFF,
    "pia": Role.PARTNER_LEAD,
    "ben": Role.CONTRIBUTOR,
    "cleo": Role.FUNDER,
    "dora": Role.COMMUNITY,
}
# Pages that are open to whoever has a seat of their own there, whatever their role; the tests of the verb tell.
BY_SEAT = {"agenda:change_group"}
# Pages of what is one's own: for everybody else there is nothing.
OWN = {"communications:task"}
# Amounts are told staff and whoever sits in the steering committee: tests/backbone/test_roles.py.
OWN |= {"backbone:funding_source"}
# Pages that answer a question in the address.
QUESTIONS = {"measurement:explain": "?period=2024-Q1"}


@pytest.fixture
def address(riverbend: Initiative, ana: User, examples: dict[str, Any]) -> Any:
    """Makes the address of a page, with things of riverbend where it names one."""

    def make(name: str, entry: Any) -> str:
        wanted = [part for part in entry.pattern.converters if part != "slug"]
        given = {part: examples.get(f"{name} {part}", examples.get(part)) for part in wanted}
        missing = [part for part, value in given.items() if value is None]
        assert not missing, f"{name} needs an example of {missing}: add it to `examples`"
        return reverse(name, kwargs={"slug": "riverbend", **given}) + QUESTIONS.get(name, "")

    return make


@pytest.fixture
def examples(riverbend: Initiative, ana: User, ben: User, settings: Any, tmp_path: Path) -> dict[str, Any]:
    """What stands for each part of an address; "<name of the page> <part>" where one page needs another."""
    settings.MEDIA_ROOT = tmp_path
    with tenant(riverbend):
        someone = Membership.objects.get(user=ben)
    served = make.indicator(riverbend, "served")
    with queries.enter(ana, "riverbend") as actor:
        assigned = services.assign(
            actor,
            partner=queries.partner(actor, "school-board"),
            indicator=served,
            starts_on=date(2024, 1, 1),
        )
        rows = b"partner,indicator,period,value\nschool-board,served,2024-Q1,3\n"
        imported = imports.receive(actor, name="rows.csv", file=BytesIO(rows), size=len(rows))
    cycle = make.cycle(riverbend, "2024-Q1")
    submission = make.accepted(
        riverbend, ben, "school-board", "2024-Q1", [{"indicator": "served", "value": 3}]
    )
    with queries.enter(ana, "riverbend") as actor:
        row = measured.requests(actor).get()
        asked, linked = row.public_id, services.make_link(actor, row)[0]
    file = evidence_of(riverbend, ben)
    pages = {
        "code": "school-board",
        "public_id": someone.public_id,
        "number": assigned.pk,
        "initiatives:place code": "north",
        "initiatives:remove_place code": "north",
    }
    pages |= {"audience": "funders", "kind": "story"}
    with queries.enter(ana, "riverbend") as actor:
        passage = write_passage(actor, PassageKind.TEXT, body="Each child is counted once.")
    for name in ("take_package", "remove_package"):
        pages[f"initiatives:{name} public_id"] = factories_of.package(riverbend).public_id
    for name in ("change_passage", "remove_passage"):
        pages[f"backbone:{name} public_id"] = passage.public_id
    make.around(riverbend, "served", "tutored")
    with queries.enter(ana, "riverbend") as actor:
        asked_off = measured.sign_offs(actor).get().public_id
        wished = measured.wanted_indicators(actor).get().public_id
    pages["measurement:dimension code"] = make.dimension(riverbend, "sex", "f").code
    for name in ("sheet", "versions", "back_cast", "agreement", "heads"):
        pages[f"measurement:{name} code"] = "served"
    for name in ("contributors", "end_contributor"):
        pages[f"measurement:{name} code"] = "community"
    pages["measurement:end_contributor measure"] = "tutored"
    for name in ("sign_off", "answer_objection"):
        pages[f"measurement:{name} public_id"] = asked_off
    for name in ("change_wanted", "drop_wanted", "define_wanted"):
        pages[f"measurement:{name} public_id"] = wished
    for name in ("indicator", "csv", "xlsx", "explain", "change", "headline", "assign", "end_assignment"):
        pages[f"measurement:{name} code"] = "served"
    with queries.enter(ana, "riverbend") as actor:
        held = services.start_session(actor, measured.indicator(actor, "served"), result="All are served")
    for name in ("target", "withdraw_target", "turning", "freeze"):
        pages[f"measurement:{name} code"] = "served"
    for name in ("session", "tell_session", "session_action", "close_session"):
        pages[f"measurement:{name} public_id"] = held.public_id
    for name in (
        "request",
        "check",
        "revise",
        "remind",
        "extend",
        "sign_off_hand_in",
        "send_back",
        "links",
        "add_evidence",
    ):
        pages[f"measurement:{name} public_id"] = asked
    for name in ("submission", "accept", "return"):
        pages[f"measurement:{name} public_id"] = submission.public_id
    rule = make.rule(riverbend, "Served is never below zero", "served")
    for name in ("check_rule", "stop_rule", "take_up_rule"):
        pages[f"measurement:{name} public_id"] = rule.public_id
    for name in ("revoke_link", "evidence", "remove_evidence"):
        pages[f"measurement:{name} public_id"] = asked
    pages["link_id"] = linked.public_id
    pages["evidence_id"] = file.public_id
    for name in (
        "cycle",
        "change_cycle",
        "close_cycle",
        "lock_cycle",
        "open_planned",
        "nudge",
        "calls",
        "discard_practice",
    ):
        pages[f"measurement:{name} public_id"] = cycle.public_id
    pages |= {f"measurement:{name} public_id": asked for name in ("workbook", "blank")}
    pages["measurement:workbooks public_id"] = cycle.public_id
    dropped = make.dropped(riverbend)
    pages |= {
        f"measurement:{name} public_id": dropped.public_id for name in ("whose_delivery", "give_up_delivery")
    }
    for name, _entry, view in PAGES:
        if view.__module__.startswith("measurement.views.imports"):
            pages[f"{name} public_id"] = imported.public_id
    agreed = make.agreement(riverbend, "school-board", file=True)
    for name, _entry, view in PAGES:
        if view.__module__ == "measurement.views.agreements":
            pages[f"{name} public_id"] = agreed.public_id
    with queries.enter(ben, "riverbend") as actor:
        lines = [{"indicator": "served"}]
        kept = make_layout(
            actor, queries.partner(actor, "school-board"), name="Ours", lines=lines, shared=True
        )
    for name in ("layout", "layout_file", "change_layout", "copy_layout", "delete_layout"):
        pages[f"measurement:{name} public_id"] = kept.public_id
    with queries.enter(ana, "riverbend") as actor:
        task = add_action(actor, what="Call the school", owner=someone, due=date(2024, 5, 1))
    for name in ("task", "tick_task"):
        pages[f"communications:{name} public_id"] = task.public_id
    pages |= {"initiatives:remind kind": "tasks", "initiatives:remind public_id": task.public_id}
    pages["measurement:held kind"] = "json"
    told = agenda.examples(riverbend) | activities.examples(riverbend) | communications.examples(riverbend)
    told |= communications_decisions.examples(riverbend) | surveys.examples(riverbend)
    told |= communications_voice.examples(riverbend)
    return (
        pages
        | told
        | backbone.examples(riverbend)
        | roles.examples(riverbend)
        | onboarding.examples(riverbend)
    )


def evidence_of(where: Initiative, ben: User) -> Any:
    """A file behind a figure that is handed in."""
    make.cycle(where, "2024-Q2")
    draft = make.hand_in(
        where, ben, "school-board", "2024-Q2", [{"indicator": "served", "value": 3}], submit=False
    )
    with queries.enter(ben, where.slug) as actor:
        kept = services.add_evidence(
            actor,
            draft,
            indicator=measured.indicator(actor, "served"),
            name="a.pdf",
            file=BytesIO(b"%PDF-"),
            size=5,
        )
        services.submit(actor, draft)
    return kept


def test_every_address_is_a_page_of_an_initiative_a_personal_page_or_listed_with_a_reason() -> None:
    strays = []
    for route, name, entry in patterns(get_resolver()):
        view = getattr(entry.callback, "view_class", None)
        known = view is not None and issubclass(view, SignedInView)
        if not known and name not in OPEN:
            strays.append(f"{route} ({name})")
    assert strays == []
    assert len(PAGES) > 15


def test_every_page_below_an_initiative_declares_capabilities() -> None:
    for route, name, entry in patterns(get_resolver()):
        if not route.startswith("i/<slug:slug>/"):
            continue
        view = getattr(entry.callback, "view_class", None)
        assert view is not None and issubclass(view, PageView), f"{name} goes round the base view"
        declared = [view.capability_for(method.upper()) for method in METHODS if hasattr(view, method)]
        assert any(declared), name
        assert all(found is None or isinstance(found, Capability) for found in declared), name


@pytest.mark.django_db
def test_an_outsider_meets_nothing_anywhere(address: Any, zoe: User, client: Client) -> None:
    client.force_login(zoe)
    met = []
    for name, entry, view in PAGES:
        url = address(name, entry)
        for method in METHODS:
            if hasattr(view, method):
                answer = getattr(client, method)(url)
                if answer.status_code != 404 or b"Riverbend" in answer.content:
                    met.append(f"{method} {url}: {answer.status_code}")
    assert met == []


@pytest.mark.django_db
def test_each_role_opens_what_the_table_says(
    address: Any, request: pytest.FixtureRequest, client: Client
) -> None:
    wrong = []
    for who, role in ROLES.items():
        client.force_login(request.getfixturevalue(who))
        for name, entry, view in PAGES:
            url = address(name, entry)
            for method in METHODS:
                if not hasattr(view, method):
                    continue
                expected = expected_of(view.capability_for(method.upper()), role, method)
                if expected and name in BY_SEAT:
                    expected += (403,)
                if expected and name in OWN:
                    expected += (404,)
                if expected:
                    status = getattr(client, method)(url).status_code
                    if status not in expected:
                        wrong.append(f"{who} {method} {url}: {status}, not {expected}")
    assert wrong == []


def expected_of(capability: Capability | None, role: Role, method: str) -> tuple[int, ...]:
    """The statuses that are right; none where the tests of the verb tell."""
    if capability is None:
        return (405,)
    if capability not in TABLE[role]:
        return (403,)
    if method != "get":
        return ()
    # A partner's people are kept from what is another partner's; a page may lead on to another.
    return (200, 303, 403, 404) if role in PARTNER_ROLES else (200, 303)


@pytest.mark.django_db
def test_who_is_signed_out_is_sent_to_sign_in(address: Any, client: Client) -> None:
    for name, entry, view in PAGES:
        if hasattr(view, "get") and view.capability_for("GET"):
            answer = client.get(address(name, entry))
            assert answer.status_code == 302
            assert answer["Location"].startswith("/accounts/login/?next=/i/riverbend/")
