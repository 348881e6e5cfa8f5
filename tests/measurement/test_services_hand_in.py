"""The hand-in: who may do what with it, in which state and when, and that nothing is lost on the way."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from initiatives import queries as core
from initiatives.kernel import clock
from initiatives.kernel.errors import DomainError, Forbidden, NotFound
from initiatives.models import Initiative, User
from initiatives.services import change_settings
from measurement import queries, services
from measurement.models import Entry, Submission
from measurement.periods import parse
from tests.factories.scene import Scene, moment

pytestmark = pytest.mark.django_db

FIGURE = {"indicator": "n", "value": 7}


@pytest.fixture
def scene(db: None) -> Scene:
    """Partners A and B asked for one figure, in a cycle that is open for long."""
    made = Scene()
    made.partners("A", "B")
    made.indicator("n")
    made.assign("n", "A", "B")
    made.cycle("2024-Q1")
    return made


@pytest.fixture
def ben(scene: Scene) -> User:
    """A contributor of A."""
    return scene.person("contributor", "A")


@pytest.fixture
def sam(scene: Scene) -> User:
    """Backbone staff."""
    return scene.person("backbone_staff")


def do(scene: Scene, who: User | None, verb: str, submission: Submission, **values: Any) -> Submission:
    with scene.acting(who) as actor:
        done: Submission = getattr(services, verb)(actor, submission, **values)
    return done


def refused(scene: Scene, who: User | None, verb: str, submission: Submission, **values: Any) -> str:
    with pytest.raises(DomainError) as fault:
        do(scene, who, verb, submission, **values)
    return fault.value.code


def test_a_figure_goes_from_draft_to_accepted_and_every_step_is_told(scene: Scene, ben: User) -> None:
    draft = scene.hand_in(ben, "A", "2024-Q1", [FIGURE], submit=False)
    assert (draft.state, scene.points("n")) == ("draft", [])
    do(scene, ben, "submit", draft)
    do(scene, None, "return_", draft, reason="Is this all of March?")
    do(scene, ben, "save_draft", draft, rows=[{"indicator": "n", "value": Decimal(9)}])
    do(scene, ben, "submit", draft)
    done = scene.accept(draft)

    assert (done.state, done.self_accepted, done.return_reason) == ("accepted", False, "")
    assert scene.point("n").value == 9
    with scene.acting() as actor:
        told = core.events(actor).filter(subject=f"submission:{draft.public_id}").order_by("id")
        assert [event.key.partition(".")[2] for event in told] == [
            "submission_submitted",
            "submission_returned",
            "submission_submitted",
            "submission_accepted",
        ]
        assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("state", "allowed"),
    [
        ("draft", {"submit", "save_draft"}),
        ("submitted", {"accept", "return_"}),
        ("returned", {"submit", "save_draft"}),
        ("accepted", {"revise"}),
    ],
)
def test_no_other_step_is_taken(scene: Scene, ben: User, sam: User, state: str, allowed: set[str]) -> None:
    made = scene.hand_in(ben, "A", "2024-Q1", [FIGURE], submit=state != "draft")
    if state == "returned":
        do(scene, None, "return_", made, reason="Why?")
    if state == "accepted":
        scene.accept(made)
    steps: dict[str, tuple[User | None, dict[str, Any]]] = {
        "save_draft": (ben, {"rows": []}),
        "submit": (ben, {}),
        "accept": (None, {}),
        "return_": (None, {"reason": "Why?"}),
        "revise": (ben, {"reason": "A slip", "rows": [{"indicator": "n", "value": Decimal(8)}]}),
    }
    for verb in steps.keys() - allowed:
        who, values = steps[verb]
        code = refused(scene, who, verb, made, **values)
        assert code in ("transition_not_allowed", "not_editable", "not_accepted"), (verb, code)
    for verb in sorted(allowed)[:1]:
        who, values = steps[verb]
        do(scene, who, verb, made, **values)


def test_a_reason_is_required_to_return_and_to_revise(scene: Scene, ben: User) -> None:
    made = scene.hand_in(ben, "A", "2024-Q1", [FIGURE])
    assert refused(scene, None, "return_", made, reason=" ") == "required"
    scene.accept(made)
    assert refused(scene, ben, "revise", made, reason=" ", rows=[FIGURE]) == "required"


def test_nobody_accepts_their_own_unless_the_initiative_allows_it(scene: Scene) -> None:
    made = scene.hand_in(scene.lead, "A", "2024-Q1", [FIGURE])
    assert made.on_behalf
    assert refused(scene, None, "accept", made) == "own_submission"
    with scene.acting() as actor:
        change_settings(actor, self_acceptance=True)

    assert scene.accept(made).self_accepted


@pytest.mark.parametrize("role", ["contributor", "partner_lead"])
def test_a_partner_accepts_and_returns_nothing(scene: Scene, ben: User, role: str) -> None:
    made = scene.hand_in(ben, "A", "2024-Q1", [FIGURE])
    who = scene.person(role, "A")
    for verb, values in (("accept", {}), ("return_", {"reason": "x"})):
        with pytest.raises(Forbidden):
            do(scene, who, verb, made, **values)


def test_a_partner_hands_in_and_sees_only_its_own(scene: Scene, ben: User) -> None:
    other = scene.person("contributor", "B")
    made = scene.hand_in(ben, "A", "2024-Q1", [FIGURE])
    with pytest.raises(Forbidden):
        scene.hand_in(other, "A", "2024-Q1", [FIGURE])
    with scene.acting(other) as actor, pytest.raises(NotFound):
        queries.submission(actor, made.public_id)
    for role in ("funder", "community"):
        with pytest.raises(Forbidden):
            scene.hand_in(scene.person(role), "A", "2024-Q1", [FIGURE])


def test_a_partners_draft_is_its_own(scene: Scene, ben: User, sam: User) -> None:
    draft = scene.hand_in(ben, "A", "2024-Q1", [FIGURE], submit=False)

    with scene.acting(sam) as actor, pytest.raises(NotFound):
        queries.submission(actor, draft.public_id)
    with pytest.raises(DomainError) as fault:
        scene.hand_in(sam, "A", "2024-Q1", [{"indicator": "n", "value": 99}])
    assert fault.value.code == "draft_open"
    assert refused(scene, sam, "submit", draft) == "draft_open"
    with scene.acting(ben) as actor:
        assert [v.value for v in queries.values_of(queries.submission(actor, draft.public_id))] == [7]


def test_staff_enter_on_behalf_and_the_partner_may_go_on(scene: Scene, ben: User, sam: User) -> None:
    draft = scene.hand_in(sam, "A", "2024-Q1", [FIGURE], submit=False)
    assert draft.on_behalf
    made = scene.hand_in(ben, "A", "2024-Q1", [{"indicator": "n", "value": 8}])
    assert (made.pk, made.on_behalf) == (draft.pk, True)
    assert scene.accept(made).state == "accepted"


def test_what_is_late_needs_an_extension_and_what_was_sent_back_does_not(scene: Scene, ben: User) -> None:
    scene.cycle("2024-Q2", opens=date(2024, 7, 1), due=date(2024, 7, 15), grace_days=2)

    def on(day: str, **how: Any) -> str:
        try:
            with clock.at(moment(day)):
                return scene.hand_in(ben, "A", "2024-Q2", [FIGURE], **how).state
        except DomainError as fault:
            return fault.code

    assert on("2024-06-30") == "not_open_yet"
    assert on("2024-07-17", submit=False) == "draft"
    assert on("2024-07-18") == "closed"
    with clock.at(moment("2024-07-18")), scene.acting() as actor:
        asked = queries.requests(actor).get(cycle__period_start=date(2024, 4, 1), partner__code="A")
        services.extend(actor, asked, until=date(2024, 7, 20), reason="Flood")
    assert on("2024-07-21") == "closed"
    assert on("2024-07-20") == "submitted"
    with scene.acting() as actor:
        cycle = queries.cycles(actor).get(period_start=date(2024, 4, 1))
        services.close_cycle(actor, cycle)
        made = queries.submissions(actor).get(cycle=cycle)
        services.return_(actor, made, reason="One is missing")
    assert on("2024-08-01") == "submitted"


def test_a_locked_cycle_takes_nothing_but_revisions_by_the_backbone(
    scene: Scene, ben: User, sam: User
) -> None:
    made = scene.hand_in(ben, "A", "2024-Q1", [FIGURE])
    with scene.acting() as actor:
        cycle = queries.cycles(actor).get()
        with pytest.raises(DomainError) as fault:
            services.lock_cycle(actor, cycle)
    assert fault.value.code == "hand_ins_waiting"
    scene.accept(made)
    scene.lock("2024-Q1")

    with pytest.raises(DomainError) as fault:
        scene.hand_in(sam, "B", "2024-Q1", [FIGURE])
    assert fault.value.code == "locked"
    change = {"reason": "A slip", "rows": [{"indicator": "n", "value": Decimal(8)}]}
    assert refused(scene, ben, "revise", made, **change) == "locked"
    revision = do(scene, sam, "revise", made, **change)
    do(scene, None, "return_", revision, reason="Say more")
    do(scene, sam, "submit", revision)
    scene.accept(revision)
    point = scene.point("n")
    assert (point.value, point.status) == (8, "revised")


def test_one_hand_in_is_open_at_a_time(scene: Scene, ben: User) -> None:
    made = scene.hand_in(ben, "A", "2024-Q1", [FIGURE])
    with pytest.raises(DomainError) as fault:
        scene.hand_in(ben, "A", "2024-Q1", [FIGURE])
    assert fault.value.code == "waiting"
    scene.accept(made)
    scene.hand_in(ben, "A", "2024-Q1", [FIGURE], submit=False)
    assert refused(scene, ben, "revise", made, reason="A slip", rows=[FIGURE]) == "open_submission"


def test_an_accepted_figure_changes_only_by_a_revision_which_keeps_what_stood(
    scene: Scene, ben: User
) -> None:
    first = scene.accept(scene.hand_in(ben, "A", "2024-Q1", [FIGURE]))
    again = scene.hand_in(ben, "A", "2024-Q1", [{"indicator": "n", "value": 8}])
    assert refused(scene, None, "accept", again) == "already_accepted"
    assert scene.point("n").value == 7
    do(scene, None, "return_", again, reason="Revise it instead")
    with scene.acting(ben) as actor:
        services.save_draft(actor, again, [FIGURE | {"value": Decimal(7)}])
        services.submit(actor, again)
    scene.accept(again)

    revision = do(
        scene, ben, "revise", first, reason="A slip", rows=[{"indicator": "n", "value": Decimal(8)}]
    )
    assert (revision.state, scene.point("n").value) == ("submitted", 7)
    scene.accept(revision)

    assert scene.point("n").value == 8
    with scene.acting() as actor:
        told = queries.explain(actor, queries.indicator(actor, "n"), period=parse("2024-Q1"))
    behind = next(b for b in told.behind if b.partner == "A")
    assert (behind.value, behind.revision, behind.reason) == (8, 2, "A slip")
    assert [(e.value, e.revision) for e in behind.earlier] == [(7, 1)]


def test_two_people_in_one_draft_do_not_write_over_each_other(scene: Scene, ben: User) -> None:
    draft = scene.hand_in(ben, "A", "2024-Q1", [FIGURE], submit=False)
    do(scene, ben, "save_draft", draft, rows=[{"indicator": "n", "value": Decimal(1)}], version=draft.version)

    late = {"rows": [{"indicator": "n", "value": Decimal(2)}], "version": draft.version}

    assert refused(scene, ben, "save_draft", draft, **late) == "stale"
    with scene.acting(ben):
        assert Entry.objects.get().value == 1


def test_what_was_typed_is_kept_and_refused_only_at_the_hand_in(scene: Scene, ben: User) -> None:
    typed = {"indicator": "n", "typed": {"value": "see note"}, "note": "N/A"}
    draft = scene.hand_in(ben, "A", "2024-Q1", [typed], submit=False)
    with scene.acting(ben) as actor:
        kept = queries.values_of(queries.submission(actor, draft.public_id))
    assert [(v.typed, v.note) for v in kept] == [({"value": "see note"}, "N/A")]
    assert refused(scene, ben, "submit", draft) == "invalid"

    do(scene, ben, "save_draft", draft, rows=[{"indicator": "n", "note": "only a note"}])
    assert refused(scene, ben, "submit", draft) == "invalid"
    do(scene, ben, "save_draft", draft, rows=[{"indicator": "n"}])
    assert refused(scene, ben, "submit", draft) == "nothing_entered"
    do(scene, ben, "save_draft", draft, rows=[{"indicator": "n", "status": "not_reported", "note": "Ill"}])
    assert do(scene, ben, "submit", draft).state == "submitted"


def test_several_cells_go_in_together_and_others_stay(scene: Scene, ben: User) -> None:
    scene.dimension("sex", "f", "m")
    scene.indicator("c", dimensions=["sex"])
    rows = [{"indicator": "c", "cell": {"sex": code}, "value": 4} for code in ("f", "m")]
    scene.hand_in(ben, "A", "2024-Q1", [*rows, FIGURE], submit=False)
    made = scene.hand_in(ben, "A", "2024-Q1", [{"indicator": "c", "cell": {"sex": "m"}, "value": 5}])
    scene.accept(made)

    assert (scene.point("c").value, scene.point("n").value) == (9, 7)
    faulty = [{"indicator": "c", "cell": {"sex": "x"}, "value": 1}, {"indicator": "gone", "value": 1}]
    with pytest.raises(DomainError) as fault:
        scene.hand_in(ben, "A", "2024-Q1", [*faulty, FIGURE, FIGURE])
    assert {(e.field, e.code) for e in fault.value.errors} == {
        ("observations.0.cell", "unknown_category"),
        ("observations.1.indicator", "unknown_indicator"),
        ("observations.3.indicator", "duplicate"),
    }


def test_a_period_without_a_cycle_is_opened_by_staff_only(scene: Scene, ben: User, sam: User) -> None:
    with pytest.raises(DomainError) as fault:
        scene.hand_in(ben, "A", "2024-Q3", [FIGURE])
    assert (fault.value.code, fault.value.field) == ("no_cycle", "period")
    assert scene.hand_in(sam, "A", "2024-Q3", [FIGURE]).on_behalf


def test_the_version_in_force_in_the_period_is_the_one_that_is_filled(scene: Scene, ben: User) -> None:
    scene.accept(scene.hand_in(ben, "A", "2024-Q1", [FIGURE]))
    with scene.acting() as actor:
        indicator = queries.indicator(actor, "n")
        with pytest.raises(DomainError) as fault:
            services.change_indicator(actor, indicator, definition="Others too")
        assert fault.value.code == "required"
        change = {"valid_from": date(2024, 4, 1), "break_note": "Others too"}
        services.change_indicator(actor, indicator, definition="Others too", **change)
    scene.cycle("2024-Q2")
    scene.accept(scene.hand_in(ben, "A", "2024-Q2", [FIGURE]))

    assert [(p.period.code, p.version) for p in scene.points("n")] == [("2024-Q1", 1), ("2024-Q2", 2)]


def test_bulk_is_all_or_nothing_and_the_same_again_changes_nothing(scene: Scene) -> None:
    good = {"partner": "A", "indicator": "n", "period": "2024-Q1", "value": 7}
    bad = [
        {**good, "partner": "Z"},
        {**good, "period": "soon"},
        {**good, "partner": "B", "value": -1},
        {**good, "period": "2024-Q2", "value": None},
        good,
    ]
    with pytest.raises(DomainError) as fault:
        scene.load(good, *bad)
    assert {(e.field, e.code) for e in fault.value.errors} == {
        ("observations.1.partner", "unknown_partner"),
        ("observations.2.period", "bad_period"),
        ("observations.3.value", "negative"),
        ("observations.4.value", "required"),
        ("observations.5.indicator", "duplicate"),
    }
    assert scene.points("n") == []

    assert scene.load(good).observations == 1
    again = scene.load(good)
    assert (again.observations, again.submissions) == (0, [])
    with scene.acting():
        assert Submission.objects.count() == 1


def test_bulk_takes_nothing_for_what_is_retired(scene: Scene) -> None:
    with scene.acting() as actor:
        services.retire(actor, queries.indicator(actor, "n"), reason="No longer wanted.")
    with pytest.raises(DomainError) as fault:
        scene.load({"partner": "A", "indicator": "n", "period": "2024-Q1", "value": 7})
    assert [e.code for e in fault.value.errors] == ["retired"]


def test_bulk_is_accepted_only_by_those_who_may(scene: Scene, ben: User) -> None:
    row = {"partner": "A", "indicator": "n", "period": "2024-Q1", "value": Decimal(7)}
    for who in (ben, scene.lead):
        with scene.acting(who) as actor, pytest.raises(Forbidden):
            services.load(actor, [row], submit=True, accept=True)
    with scene.acting(ben) as actor:
        assert [s.state for s in services.load(actor, [row], submit=True, accept=False).submissions] == [
            "submitted"
        ]
        with pytest.raises(DomainError) as fault:
            services.load(actor, [{**row, "partner": "B"}], submit=True, accept=False)
    assert [e.code for e in fault.value.errors] == ["not_yours"]


def test_other_initiatives_are_not_touched(scene: Scene, ben: User) -> None:
    other = Scene()
    assert isinstance(other.where, Initiative)
    made = scene.hand_in(ben, "A", "2024-Q1", [FIGURE])
    with other.acting() as actor, pytest.raises(Submission.DoesNotExist):
        services.accept(actor, made)


@pytest.mark.parametrize(("verb", "values"), [("accept", {}), ("return_", {"reason": "Why?"})])
def test_nobody_decides_on_figures_that_he_has_not_seen(
    scene: Scene, ben: User, verb: str, values: dict[str, str]
) -> None:
    made = scene.hand_in(ben, "A", "2024-Q1", [FIGURE])
    read = made.version
    do(scene, None, "return_", made, reason="All of them?")
    do(scene, ben, "save_draft", made, rows=[{"indicator": "n", "value": Decimal(70)}])
    made = do(scene, ben, "submit", made)

    assert refused(scene, None, verb, made, version=read, **values) == "stale"
    assert do(scene, None, verb, made, version=made.version, **values).state in ("accepted", "returned")


def test_staff_who_change_returned_figures_by_bulk_are_told(scene: Scene, ben: User) -> None:
    made = scene.hand_in(ben, "A", "2024-Q1", [FIGURE])
    do(scene, None, "return_", made, reason="All of them?")
    row = {"partner": "A", "indicator": "n", "period": "2024-Q1", "value": Decimal(9)}
    with scene.acting() as actor:
        services.load(actor, [row], submit=True, accept=False)
        found = queries.submission(actor, made.public_id)
    assert (found.state, found.on_behalf) == ("submitted", True)


def test_a_cycle_of_a_period_long_over_leaves_a_fortnight(scene: Scene) -> None:
    with clock.at(moment("2026-11-21")), scene.acting() as actor:
        late = services.open_cycle(actor, parse("2026-Q2"))
        usual = services.open_cycle(actor, parse("2026-Q4"))
    assert (late.due, usual.due) == (date(2026, 12, 5), date(2027, 1, 15))
