"""Whose word an import is: history goes in at once, what is being collected waits for a second person."""

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from initiatives import jobs
from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.kernel.errors import Conflict, Forbidden
from initiatives.models import Event, Initiative, Job, Membership, Partner, User
from initiatives.queries import actor_by_id, enter
from measurement.models import Assignment, Cycle, Import, Observation, Request, Submission
from measurement.periods import parse
from measurement.queries import imports as questions
from measurement.queries import indicator
from measurement.queries.history import history_among
from measurement.services import (
    accept,
    assign,
    define_indicator,
    hand_in,
    imports,
    lock_cycle,
    open_cycle,
    return_,
)
from tests import factories
from tests.measurement.test_imports import again, confirmed, matched, upload

FILE = "partner,indicator,period,value\nschool-board,served,2026-Q3,10\nfood-bank,served,2026-Q3,7\n"
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_november(settings: Any, tmp_path: Any) -> Iterator[None]:
    """2026-Q3 is over, 2026-Q4 runs; uploads lie in a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path
    with clock.at(NOW):
        yield


@pytest.fixture
def lead(ana: User, riverbend: Initiative) -> Iterator[Actor]:
    """ana, at work in riverbend, which counts the children served."""
    with enter(ana, "riverbend") as actor:
        define_indicator(actor, code="served", name="Children served", kind="count", cadence="quarterly")
        yield actor


def second(actor: Actor) -> Actor:
    """Another lead, at work beside the first."""
    who = factories.user()
    row = Membership.objects.create(
        user=who, name=who.name, email=who.email, role="backbone_lead", since=date(2024, 1, 1)
    )
    return actor_by_id(row.pk)


def collected(actor: Actor, period: str = "2026-Q3") -> None:
    """Open the period's cycle, which asks both partners."""
    served = indicator(actor, "served")
    for partner in Partner.objects.all():
        if not Assignment.objects.filter(partner=partner).exists():
            assign(actor, partner=partner, indicator=served, starts_on=date(2024, 1, 1))
    open_cycle(actor, parse(period), due=date(2026, 12, 15))


def taken_in(actor: Actor, content: str = FILE, **choices: Any) -> Import:
    row = confirmed(actor, matched(actor, upload(actor, content)), **choices)
    assert row.state == "done", row.message
    return row


def current() -> dict[str, Any]:
    rows = Observation.objects.filter(superseded_at=None)
    return dict(rows.values_list("partner__code", "numerator"))


# --- what is history ---------------------------------------------------------------------------------------


def test_history_is_over_and_was_never_collected(lead: Actor) -> None:
    collected(lead, "2026-Q3")
    periods = [parse(code) for code in ("2026-Q2", "2026-Q3", "2026-Q4", "2026")]
    assert history_among(lead, periods) == {parse("2026-Q2")}


def test_a_cycle_that_was_opened_and_asks_nobody_yet_is_no_history(lead: Actor) -> None:
    open_cycle(lead, parse("2026-Q3"))
    assert history_among(lead, [parse("2026-Q3")]) == frozenset()


def test_a_cycle_that_came_with_history_keeps_it_history(lead: Actor) -> None:
    taken_in(lead)
    assert history_among(lead, [parse("2026-Q3")]) == {parse("2026-Q3")}
    assert current() == {"school-board": 10, "food-bank": 7}


# --- nobody accepts their own ------------------------------------------------------------------------------


@pytest.mark.parametrize("period", ["2026-Q3", "2026-Q4"])
def test_what_is_collected_waits_for_a_second_person(lead: Actor, riverbend: Initiative, period: str) -> None:
    if period == "2026-Q3":
        collected(lead)
    row = taken_in(lead, FILE.replace("2026-Q3", period))
    assert (row.result["written"], row.result["waiting"]) == (0, 2)
    assert current() == {}
    waiting = Submission.objects.filter(state="submitted")
    assert {(s.submitted_by_id, s.source) for s in waiting} == {(lead.user_id, "figures.csv")}
    with pytest.raises(Forbidden):
        accept(lead, waiting[0])
    other = second(lead)
    for submission in list(waiting):
        accept(other, submission)
    assert current() == {"school-board": 10, "food-bank": 7}


def test_the_preview_says_how_many_will_wait(lead: Actor) -> None:
    collected(lead)
    row = matched(lead, upload(lead, FILE + "food-bank,served,2026-Q2,4\n"))
    assert (row.preview["new"], row.preview["waiting"]) == (3, 2)


def test_one_file_may_hold_both(lead: Actor) -> None:
    collected(lead)
    row = taken_in(lead, FILE + "food-bank,served,2026-Q2,4\n")
    assert (row.result["written"], row.result["waiting"]) == (1, 2)
    assert current() == {"food-bank": 4}


def test_self_acceptance_takes_everything_in_at_once(lead: Actor, riverbend: Initiative) -> None:
    collected(lead)
    Initiative.objects.filter(pk=riverbend.pk).update(self_acceptance=True)
    actor = actor_by_id(lead.membership_id)
    row = taken_in(actor)
    assert (row.result["written"], row.result["waiting"]) == (2, 0)
    assert set(Submission.objects.values_list("self_accepted", flat=True)) == {True}


def accepted_by_two(lead: Actor, riverbend: Initiative) -> None:
    """Both partners' figures stand, handed in by the lead and accepted by another."""
    collected(lead)
    taken_in(lead)
    other = second(lead)
    for submission in Submission.objects.filter(state="submitted"):
        accept(other, submission)


@pytest.mark.parametrize("locked", [False, True])
def test_a_revision_of_what_was_collected_waits_too(lead: Actor, riverbend: Initiative, locked: bool) -> None:
    accepted_by_two(lead, riverbend)
    if locked:
        lock_cycle(lead, Cycle.objects.get())
    row = taken_in(lead, FILE.replace(",10", ",12"), changes="revise", reason="Recounted")
    assert (row.result["written"], row.result["waiting"]) == (0, 1)
    assert current() == {"school-board": 10, "food-bank": 7}
    revision = Submission.objects.get(state="submitted")
    assert (revision.reason, revision.revises_id is not None) == ("Recounted", True)
    other = second(lead)
    accept(other, revision)
    assert current() == {"school-board": 12, "food-bank": 7}


def test_a_hand_in_that_waits_already_stands_in_the_way_by_name(lead: Actor) -> None:
    collected(lead)
    taken_in(lead)
    row = confirmed(lead, matched(lead, upload(lead, FILE.replace(",10", ",12"))))
    assert row.state == "preview"
    assert "has figures for 2026 Q3 that wait" in row.message
    assert row.message.startswith(("School board", "Food bank"))
    assert Submission.objects.count() == 2


# --- taking back -------------------------------------------------------------------------------------------


def test_undo_withdraws_what_still_waits_and_what_was_asked_with_it(lead: Actor) -> None:
    row = imports.undo(lead, taken_in(lead, FILE.replace("2026-Q3", "2026-Q4")))
    assert (row.result["withdrawn"], row.result["taken_back"]) == (2, 0)
    assert not Submission.objects.exists() and not Request.objects.exists()


def test_undo_leaves_the_ask_of_an_open_cycle(lead: Actor) -> None:
    collected(lead)
    imports.undo(lead, taken_in(lead))
    assert not Submission.objects.exists()
    assert Request.objects.count() == 2


def test_undo_sends_a_partners_own_hand_in_back_to_it(lead: Actor, riverbend: Initiative, ben: User) -> None:
    collected(lead)
    partner = Partner.objects.get(code="school-board")
    given = [{"indicator": "served", "value": 3}]
    owner = actor_by_id(Membership.objects.get(user=ben).pk)
    own = hand_in(owner, partner=partner, period=parse("2026-Q3"), rows=given, submit_now=True)
    return_(lead, own, reason="Is that all?")
    row = taken_in(lead, FILE.splitlines()[0] + "\nschool-board,served,2026-Q3,10\n")
    imports.undo(lead, row)
    own.refresh_from_db()
    assert own.state == "returned"
    assert "taken back" in own.return_reason


def test_undo_takes_back_what_a_second_person_accepted(lead: Actor, riverbend: Initiative) -> None:
    accepted_by_two(lead, riverbend)
    row = imports.undo(lead, Import.objects.get())
    assert (row.result["taken_back"], row.result["withdrawn"]) == (2, 0)
    assert current() == {}


def test_undo_does_not_touch_a_locked_cycle(lead: Actor) -> None:
    row = taken_in(lead)
    lock_cycle(lead, Cycle.objects.get())
    with pytest.raises(Conflict, match="Locked since") as refused:
        imports.undo(lead, row)
    assert refused.value.code == "locked"
    assert current() == {"school-board": 10, "food-bank": 7}
    assert questions.import_of(lead, row.public_id).state == "done"


# --- in whose name -----------------------------------------------------------------------------------------


def test_whoever_confirms_is_who_accepted(lead: Actor, riverbend: Initiative) -> None:
    row = matched(lead, upload(lead, FILE))
    other = second(lead)
    row = confirmed(other, row)
    assert row.state == "done"
    assert (row.made_by_id, row.confirmed_by_id) == (lead.membership_id, other.membership_id)
    assert set(Observation.objects.values_list("accepted_by_id", flat=True)) == {other.user_id}
    told = Event.objects.get(key="measurement.figures_loaded")
    assert told.user_id == other.user_id


def test_a_right_of_the_uploader_is_not_lent_to_who_confirms(lead: Actor, riverbend: Initiative) -> None:
    row = matched(lead, upload(lead, FILE))
    other = second(lead)
    imports.confirm(other, row, {})
    Membership.objects.filter(pk=other.membership_id).update(role="funder")
    row = again(lead, row)
    assert row.state == "preview"
    assert not Observation.objects.exists()


# --- when the work cannot go on ----------------------------------------------------------------------------


def gone(actor: Actor) -> None:
    Membership.objects.filter(pk=actor.membership_id).update(ended_on=date(2026, 11, 20))


def test_an_upload_of_somebody_who_left_says_so(lead: Actor, riverbend: Initiative) -> None:
    other = second(lead)
    data = FILE.encode()
    row = imports.receive(other, name="figures.csv", file=io.BytesIO(data), size=len(data))
    gone(other)
    row = again(lead, row)
    assert row.state == "refused"
    assert "takes no part any more" in questions.refusal_of(row)


def test_a_confirmation_of_somebody_who_left_leads_back_to_the_preview(
    lead: Actor, riverbend: Initiative
) -> None:
    row = matched(lead, upload(lead, FILE))
    other = second(lead)
    imports.confirm(other, row, {})
    gone(other)
    row = again(lead, row)
    assert (row.state, Observation.objects.count()) == ("preview", 0)
    assert "in your own name" in row.message
    assert confirmed(lead, row).state == "done"


@pytest.mark.parametrize(("step", "left"), [("check", "matching"), ("load", "preview"), ("read", "refused")])
def test_work_that_was_buried_is_told_and_can_be_done_again(
    lead: Actor, monkeypatch: pytest.MonkeyPatch, step: str, left: str
) -> None:
    def broken(*_args: Any, **_values: Any) -> None:
        raise SystemError("never")

    where = {"check": "work.check", "load": "work.take_in", "read": "work.guess_layout"}[step]
    with monkeypatch.context() as patch:
        if step == "read":
            patch.setattr(f"measurement.services.imports.{where}", broken)
        row = upload(lead, FILE)
        patch.setattr(f"measurement.services.imports.{where}", broken)
        if step == "check":
            row = matched(lead, row)
        elif step == "load":
            row = confirmed(lead, matched(lead, row))
        for _attempt in range(jobs.ATTEMPTS + 1):
            Job.objects.filter(dead_at=None).exclude(kind="measurement.import_forget").update(
                run_after=clock.now(), lease=None, lease_until=None
            )
            jobs.run_due()
    row = questions.import_of(lead, row.public_id)
    assert row.state == left
    assert (questions.refusal_of(row) if left == "refused" else row.message).count("failed") == 1
    if left == "matching":
        assert matched(lead, row).state == "preview"
    if left == "preview":
        assert confirmed(lead, row).state == "done"


def test_an_import_that_waits_for_a_worker_can_be_given_up(lead: Actor) -> None:
    row = matched(lead, upload(lead, FILE))
    imports.confirm(lead, row, {})
    imports.discard(lead, row)
    row = again(lead, row)
    assert (row.state, Observation.objects.count()) == ("discarded", 0)
