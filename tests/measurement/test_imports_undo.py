"""What an import leaves behind: once, whole, explainable, and able to be taken back."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from initiatives import jobs
from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.kernel.errors import Conflict, DomainError, Forbidden, NotFound
from initiatives.models import Event, Initiative, Job, Membership, Partner, Place, User
from initiatives.queries import enter, partners
from initiatives.services import add_partners, add_person, affiliate
from measurement import rollups
from measurement.imports.mapping import Layout
from measurement.models import Assignment, Import, ImportMemory, Observation, Request, Submission
from measurement.periods import parse
from measurement.queries import Question, indicator, series
from measurement.queries import imports as questions
from measurement.queries.imports import past_cycles
from measurement.services import define_indicator, imports, load, lock_cycle, open_cycle
from measurement.services.imports.locking import lock_past
from tests.measurement.test_imports import again, confirmed, matched, upload

FILE = "partner,indicator,period,value\nschool-board,served,2024-01,10\nHarbor Youth,served,2024-01,7\n"

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(ana: User, riverbend: Initiative, settings: Any, tmp_path: Path) -> Iterator[Actor]:
    """ana, at work in riverbend, which counts the children served."""
    settings.MEDIA_ROOT = tmp_path
    with enter(ana, "riverbend") as actor:
        define_indicator(actor, code="served", name="Children served", kind="count", cadence="monthly")
        yield actor


def taken_in(actor: Actor, content: str = FILE, **choices: Any) -> Import:
    row = confirmed(actor, matched(actor, upload(actor, content)), **choices)
    assert row.state == "done", row.message
    return row


def total(actor: Actor, period: str = "2024-01") -> Any:
    jobs.run_due()
    points = series(actor, indicator(actor, "served"), Question()).points
    return next((point for point in points if point.period.code == period), None)


def test_figures_enter_as_accepted_history_with_their_source(lead: Actor) -> None:
    taken_in(lead, source="City survey 2024")
    point = total(lead)
    assert (point.value, point.reported, point.expected) == (17, 2, 2)
    assert {row.source for row in Submission.objects.all()} == {"City survey 2024"}
    assert Event.objects.filter(key="measurement.figures_loaded").count() == 1


def test_nobody_is_expected_before_the_first_figure(lead: Actor) -> None:
    taken_in(lead)
    starts = dict(Assignment.objects.values_list("partner__name", "starts_on"))
    assert starts == {"School board": date(2024, 1, 1), "Harbor Youth": date(2024, 1, 1)}


def test_the_same_file_again_changes_nothing(lead: Actor) -> None:
    taken_in(lead)
    before = (Observation.objects.count(), Submission.objects.count(), Partner.objects.count())
    row = taken_in(lead)
    assert (Observation.objects.count(), Submission.objects.count(), Partner.objects.count()) == before
    assert (row.result["written"], row.result["same"]) == (0, 2)


def test_what_differs_is_revised_with_a_reason_or_kept(lead: Actor) -> None:
    taken_in(lead)
    other = FILE.replace(",10", ",12")
    row = confirmed(lead, matched(lead, upload(lead, other)))
    assert (row.state, row.preview["changed"]) == ("preview", 1)
    assert "reason" in row.message
    row = confirmed(lead, row, changes="keep")
    assert (row.state, row.result["kept"], total(lead).value) == ("done", 1, 17)
    taken_in(lead, other, changes="revise", reason="Recounted")
    assert total(lead).value == 19


def test_undo_takes_back_what_stands_and_puts_back_what_was_revised(lead: Actor) -> None:
    taken_in(lead)
    second = taken_in(lead, FILE.replace(",10", ",12"), changes="revise", reason="Recounted")
    assert total(lead).value == 19
    row = imports.undo(lead, second)
    assert (row.result["taken_back"], row.result["restored"]) == (1, 1)
    assert total(lead).value == 17
    told = Observation.objects.filter(partner__code="school-board").order_by("revision")
    assert [(o.numerator, o.replaces) for o in told] == [(10, False), (12, True), (10, True)]
    assert rollups.stale() == []


def test_undo_leaves_nothing_expected_and_its_partners_part(lead: Actor) -> None:
    first = taken_in(lead)
    row = imports.undo(lead, first)
    assert (row.state, row.result["taken_back"], row.result["revised_since"]) == ("undone", 2, 0)
    assert total(lead) is None
    assert not Assignment.objects.exists()
    assert not partners(lead).filter(name="Harbor Youth").exists()
    assert Partner.objects.get(code="school-board").state == "active"
    assert Event.objects.filter(key="measurement.import_taken_back").count() == 1
    assert rollups.stale() == []


def test_a_file_that_was_taken_back_can_be_given_again(lead: Actor) -> None:
    imports.undo(lead, taken_in(lead))
    row = taken_in(lead)
    assert (row.result["written"], row.result["partners"]) == (2, 1)
    assert total(lead).value == 17
    assert Partner.objects.get(name="Harbor Youth").state == "active"


def test_what_is_given_again_after_it_was_taken_back_is_not_revised(lead: Actor) -> None:
    """Nothing stood when it came the second time; what then changes a figure that stands is a revision."""
    imports.undo(lead, taken_in(lead))
    taken_in(lead)
    assert (total(lead).value, total(lead).status) == (17, "provisional")
    assert told_by_partner(lead) == {"school-board": (10, "provisional"), "harbor-youth": (7, "provisional")}
    taken_in(lead, FILE.replace(",10", ",12"), changes="revise", reason="Recounted")
    assert (total(lead).value, total(lead).status) == (19, "revised")
    assert told_by_partner(lead) == {"school-board": (12, "revised"), "harbor-youth": (7, "provisional")}


def told_by_partner(actor: Actor) -> dict[str, tuple[Decimal, str]]:
    """What each partner's figure is, and its status."""
    points = series(actor, indicator(actor, "served"), Question(by="partner")).points
    return {point.group: (point.value, point.status) for point in points}


def test_undo_leaves_a_partner_that_somebody_speaks_for(lead: Actor) -> None:
    row = taken_in(lead)
    add_person(lead, name="Rosa", role="contributor", partner=partners(lead).get(name="Harbor Youth"))
    assert imports.undo(lead, row).result["parted"] == []
    assert partners(lead).get(name="Harbor Youth").state == "active"


def test_undo_removes_the_places_that_came_with_the_file(lead: Actor) -> None:
    file = "Partner,Town,Period,Served\nHarbor Youth,Eastport,2024-01,7\nMill Hub,Millton,2024-01,5\n"
    row = upload(lead, file)
    columns = {**Layout.from_json(row.mapping).columns, "Town": ("place",)}
    row = confirmed(lead, matched(lead, row, columns=columns), other_partners="make", place_from="column")
    assert (row.result["partners"], row.result["places"]) == (2, 2)
    affiliate(lead, partners(lead).get(code="school-board"), sector="education", place="Millton")
    row = imports.undo(lead, row)
    assert row.result["places_removed"] == 1
    assert [place.code for place in Place.objects.filter(code__in=["Eastport", "Millton"])] == ["Millton"]


def test_undo_leaves_what_was_revised_since(lead: Actor) -> None:
    first = taken_in(lead)
    given = {"partner": "school-board", "indicator": "served", "period": "2024-01", "value": Decimal(30)}
    load(lead, [given], submit=True, accept=True, reason="Mended", source="call", historic=True)
    row = imports.undo(lead, first)
    assert (row.result["taken_back"], row.result["revised_since"]) == (1, 1)
    assert total(lead).value == 30


def test_undo_is_done_once_and_in_time(lead: Actor) -> None:
    first, second = taken_in(lead), taken_in(lead, FILE.replace("2024-01", "2024-02"))
    imports.undo(lead, first)
    with pytest.raises(Conflict):
        imports.undo(lead, first)
    with clock.at(clock.now() + timedelta(days=31)), pytest.raises(Conflict, match="30 days"):
        imports.undo(lead, second)


def test_near_names_are_asked_and_the_answer_is_remembered(lead: Actor) -> None:
    content = FILE.replace("Harbor Youth", "Food Banks")
    row = matched(lead, upload(lead, content))
    assert row.preview["asked"] == 1
    row = confirmed(lead, row)
    assert (row.state, Partner.objects.count()) == ("preview", 2)
    row = confirmed(lead, row, partner={"food banks": "is:food-bank"})
    assert (row.state, Partner.objects.count()) == ("done", 2)
    following = matched(lead, upload(lead, content.replace("2024-01", "2024-02")))
    assert following.preview["asked"] == 0
    assert following.choices["partner"] == {"food banks": "is:food-bank"}


def test_a_layout_is_remembered_for_the_same_headings(lead: Actor) -> None:
    content = "Who,What,When,How many\nschool-board,served,2024-01,5\n"
    row = upload(lead, content)
    columns = {"Who": ("partner",), "What": ("indicator",), "When": ("period",), "How many": ("part:value",)}
    assert confirmed(lead, matched(lead, row, columns=columns, period_from="column")).state == "done"
    following = upload(lead, content.replace("2024-01", "2024-02"))
    assert {label: tuple(goals) for label, goals in following.mapping["columns"].items()} == columns
    assert ImportMemory.objects.count() == 1


def test_a_locked_cycle_takes_figures_with_a_reason_only(lead: Actor) -> None:
    lock_cycle(lead, open_cycle(lead, parse("2024-01")))
    row = matched(lead, upload(lead, FILE))
    assert {fault["code"] for fault in row.preview["faults"]} == {"locked"}
    row = confirmed(lead, row, reason="Found in the archive")
    assert (row.state, total(lead).value) == ("done", 17)


def test_every_row_is_right_or_nothing_goes_in(lead: Actor) -> None:
    bad = FILE + "food-bank,served,2024-01,lots\n"
    row = confirmed(lead, matched(lead, upload(lead, bad)))
    assert (row.state, Observation.objects.count(), Partner.objects.count()) == ("preview", 0, 2)
    row = confirmed(lead, row, bad="leave")
    assert (row.state, row.result["written"], row.result["faulty"]) == ("done", 2, 1)


def test_a_right_that_was_lost_meanwhile_is_not_used(lead: Actor) -> None:
    row = matched(lead, upload(lead, FILE))
    imports.confirm(lead, row, {})
    Membership.objects.filter(pk=lead.membership_id).update(role="funder")
    row = again(lead, row)
    assert row.state == "preview"
    assert not Observation.objects.exists()


def test_the_verbs_ask_for_the_capability(
    ana: User, riverbend: Initiative, cleo: User, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    with enter(ana, "riverbend") as actor:
        row = upload(actor, FILE)
    with enter(cleo, "riverbend") as funder:
        for verb in (
            lambda: imports.undo(funder, row),
            lambda: imports.confirm(funder, row, {}),
            lambda: imports.discard(funder, row),
            lambda: questions.import_of(funder, row.public_id),
            lambda: list(questions.imports(funder)),
        ):
            with pytest.raises(Forbidden):
                verb()


def test_more_figures_than_one_bulk_takes(lead: Actor) -> None:
    """A worker has more patience than a page."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '15min'")
    define_indicator(lead, code="books", name="Books", kind="count", cadence="monthly", about_people=False)
    lines = [f"p{n},books,{2000 + m // 12}-{1 + m % 12:02d},{n + m}" for n in range(101) for m in range(200)]
    row = taken_in(lead, "partner,indicator,period,value\n" + "\n".join(lines))
    assert row.result["written"] == 20_200
    points = {p.period.code: p.value for p in series(lead, indicator(lead, "books"), Question()).points}
    assert points["2005-03"] == sum(n + 62 for n in range(101))


def test_a_worker_that_dies_leaves_nothing_half_done(lead: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    row = matched(lead, upload(lead, FILE))
    imports.confirm(lead, row, {})

    def dies(*_args: Any, **_values: Any) -> None:
        raise SystemError("the worker is gone")

    with monkeypatch.context() as broken:
        broken.setattr("measurement.services.imports.loading.load", dies)
        jobs.run_due()
    assert not Observation.objects.exists() and not Partner.objects.filter(name="Harbor Youth").exists()
    assert questions.import_of(lead, row.public_id).state == "loading"
    Job.objects.filter(kind="measurement.import_load").update(run_after=clock.now())
    row = again(lead, row)
    assert (row.state, Observation.objects.count()) == ("done", 2)


def test_an_import_that_nobody_confirms_is_forgotten(
    lead: Actor, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    row = upload(lead, FILE)
    with clock.at(clock.now() + timedelta(days=8)), django_capture_on_commit_callbacks(execute=True):
        row = again(lead, row)
    assert row.state == "discarded"
    assert not list((tmp_path / "imports").iterdir())


def test_a_name_that_cannot_be_read_is_refused_with_words(lead: Actor) -> None:
    with pytest.raises(DomainError, match="ends in"):
        upload(lead, FILE, "figures.pdf")


def test_imports_of_another_initiative_are_absent(
    ana: User, riverbend: Initiative, zoe: User, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    with enter(ana, "riverbend") as actor:
        row = upload(actor, FILE)
    with enter(zoe, "harbor") as stranger:
        assert not questions.imports(stranger).exists()
        with pytest.raises(NotFound):
            questions.import_of(stranger, row.public_id)


def test_the_cycles_of_past_years_are_locked_at_once_and_then_it_is_final(lead: Actor) -> None:
    first = taken_in(lead)
    assert [cycle.state for cycle in past_cycles(lead, first)] == ["open"]
    (cycle,) = lock_past(lead, first)
    assert (cycle.state, past_cycles(lead, first)) == ("locked", [])
    with pytest.raises(Conflict):
        lock_past(lead, first)
    with pytest.raises(Conflict):
        imports.undo(lead, first)


def test_a_cycle_in_which_somebody_is_still_asked_is_not_offered_to_be_locked(lead: Actor) -> None:
    first = taken_in(lead)
    (cycle,) = past_cycles(lead, first)
    add_partners(lead, [{"code": "late", "name": "Late", "sector": "nonprofit"}])
    request = Request.objects.create(cycle=cycle, partner=Partner.objects.get(code="late"))
    assert past_cycles(lead, first) == []
    request.delete()
    with clock.at(datetime(2024, 1, 2, tzinfo=UTC)):
        assert past_cycles(lead, first) == []
