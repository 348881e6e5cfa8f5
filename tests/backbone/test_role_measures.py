"""How well the six roles are served, recomputed by hand for a small initiative."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from unittest.mock import patch

import pytest

from activities.services import link_activities
from agenda import queries as agendas
from agenda import services
from backbone.queries import report as report_found
from backbone.queries import roles as queries
from backbone.queries.roles import Measure, partners_review
from backbone.services import make_report, policy, public_will, roles
from backbone.words.roles import BackboneRole
from communications.models import Attendance
from communications.services import surveys as surveying
from communications.services import voice
from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.kernel.errors import DomainError
from initiatives.models import ActionItem, Group, GroupMember, Membership
from initiatives.queries import partner
from measurement.periods import parse
from tests.factories import activities, agenda, surveys
from tests.factories import communications as meetings
from tests.factories import roles as make
from tests.factories.backbone import report as published
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    made = Scene()
    made.partners("library", "clinic", "school")
    return made


def told(actor: Actor, role: BackboneRole) -> dict[str, Measure]:
    return {one.key: one for one in queries.measures(actor, role)}


def of(measure: Measure) -> tuple[int | None, int | None]:
    return measure.n, measure.of


def test_where_nothing_is_recorded_nothing_is_known(scene: Scene) -> None:
    with scene.acting() as actor:
        for role in BackboneRole:
            known = [one.key for one in queries.measures(actor, role) if one.known]
            # Of three partners none has a commitment, and nobody put a name behind anything: these are known.
            assert known == {BackboneRole.ACTIVITIES: ["committed"]}.get(role, []), role


def test_vision_by_hand(scene: Scene) -> None:
    """Two of three partners adopted; one of two activities serves a strategy; one of two strategies was reviewed."""
    leads = {code: scene.person("partner_lead", code) for code in ("library", "clinic")}
    with scene.acting() as actor:
        version = agenda.proposed(actor)
    for code, who in leads.items():
        agenda.ratify(scene.where, who, version, code)
    with scene.acting() as actor:
        services.adopt(actor, agendas.agenda(actor, version.number))
        tutoring, visits = agenda.strategy(actor, "Tutoring"), agenda.strategy(actor, "Visits")
        agenda.strategy(actor, "An idea only")
        for strategy in (tutoring, visits):
            for state in ("assessing", "selected"):
                services.move_strategy(actor, strategy, state=state)
        services.review_strategy(actor, tutoring)
        activities.activity(actor, "At Lincoln", strategy=tutoring)
        activities.activity(actor, "On its own")
        found = told(actor, BackboneRole.VISION)

    assert of(found["adopted"]) == (2, 3)
    assert of(found["linked"]) == (1, 2)
    assert of(found["reviewed"]) == (1, 2)


def test_aligned_activities_by_hand(scene: Scene) -> None:
    """One of two open tasks is late and it is ours; one of three partners is bound; one of two links joins two."""
    who = scene.person("contributor", "library")
    with scene.acting() as actor:
        today = clock.today(actor.initiative.timezone)
        mine = Membership.objects.get(user=scene.lead)
        other = Membership.objects.get(user=who)
        for owner, due, state in (
            (mine, today - timedelta(days=1), "open"),
            (other, today, "doing"),
            (other, today - timedelta(days=9), "done"),
        ):
            ActionItem.objects.create(
                what="x", owner=owner, due=due, state=state, made_at=clock.now(), made_by=mine
            )
        services.commit(
            actor,
            partner=partner(actor, "library"),
            kind="activities",
            promise="Two readers",
            starts_on=today - timedelta(days=5),
            signed_on=today,
            signer="Its head",
        )
        one = activities.activity(actor, "A", lead="library")
        two = activities.activity(actor, "B", lead="clinic")
        three = activities.activity(actor, "C", lead="library")
        link_activities(actor, one, two, kind="refers_to")
        link_activities(actor, one, three, kind="feeds_into")
        found = told(actor, BackboneRole.ACTIVITIES)

    assert of(found["overdue"]) == (1, 2)
    assert found["overdue"].more.startswith("1 of them")
    assert of(found["committed"]) == (1, 3)
    assert of(found["between"]) == (1, 2)


def test_attendance_counts_members_of_meetings_held_in_twelve_months(scene: Scene) -> None:
    people = [scene.person("contributor", "library") for _ in range(3)]
    now = clock.now()
    with scene.acting() as actor:
        lately = meetings.being_held(actor)
        long_ago = meetings.meeting(actor, "Then", at=now - timedelta(days=400))
        for row, state in ((lately, "held"), (long_ago, "approved")):
            type(row).objects.filter(pk=row.pk).update(state=state, ended_at=now)
        for meeting, person, presence in (
            (lately, people[0], "here"),
            (lately, people[1], "online"),
            (lately, people[2], "excused"),
            (long_ago, people[0], "missing"),
        ):
            Attendance.objects.create(
                meeting=meeting,
                membership=Membership.objects.get(user=person),
                presence=presence,
                noted_at=now,
            )
        Attendance.objects.create(meeting=lately, guest="A visitor", presence="here", noted_at=now)
        found = told(actor, BackboneRole.ACTIVITIES)

    assert of(found["attendance"]) == (2, 3)


def test_shared_measurement_by_hand(scene: Scene) -> None:
    """Three asked: one hand-in in time, one late, one never: 1 of 3. The median of 240 s and 600 s is 7.0 minutes."""
    who = {"library": scene.person("contributor", "library"), "clinic": scene.lead}
    scene.indicator("books")
    scene.assign("books", "library", "clinic", "school")
    with clock.at(datetime(2024, 3, 1, 12, tzinfo=UTC)):
        scene.cycle("2023-Q4", opens=date(2024, 2, 1), due=date(2024, 3, 15))
    for code, day, seconds in (("library", 10, 240), ("clinic", 20, 600)):
        with clock.at(datetime(2024, 3, day, 12, tzinfo=UTC)):
            made = scene.hand_in(who[code], code, "2023-Q4", [{"indicator": "books", "value": 3}])
            with (
                scene.acting()
            ):  # the lead's is late and on the partner's behalf: its minutes are the partner's here
                type(made).objects.filter(pk=made.pk).update(active_seconds=seconds, on_behalf=False)
    with clock.at(datetime(2024, 4, 1, 12, tzinfo=UTC)), scene.acting() as actor:
        found = told(actor, BackboneRole.MEASUREMENT)
    with clock.at(datetime(2024, 3, 15, 12, tzinfo=UTC)), scene.acting() as actor:
        before = told(actor, BackboneRole.MEASUREMENT)

    assert of(found["on_time"]) == (1, 3)
    assert found["minutes"].value == Decimal("7.0")
    assert not found["citing"].known
    assert not before["on_time"].known, "on its last day nobody is late yet"


def test_public_will_by_hand(scene: Scene) -> None:
    """One of two seats is a community member's; three mentions, of which two were counted: 9,000 + 1,500."""
    dora, sits = scene.person("community"), scene.person("contributor", "library")
    with scene.acting() as actor:
        group = meetings.group(actor)
        for person in (dora, sits):
            GroupMember.objects.create(group=group, membership=Membership.objects.get(user=person))
        today = clock.today(actor.initiative.timezone)
        for days, reach in ((1, 9000), (30, 1500), (60, None), (400, 70_000)):
            public_will.note_mention(
                actor,
                kind="press",
                title="They read",
                outlet="Herald",
                happened_on=today - timedelta(days=days),
                reach=reach,
                reach_source="Its own" if reach else "",
            )
        found = told(actor, BackboneRole.PUBLIC_WILL)

    assert isinstance(group, Group)
    assert of(found["seats"]) == (1, 2)
    assert found["mentions"].n == 3
    assert (found["reached"].n, found["reached"].more) == (10_500, "known of 2 of 3")
    assert not found["heard"].known


def test_feedback_is_measured_by_what_is_closed_and_visits_are_never_made_up(scene: Scene) -> None:
    """Of three things told in a year one is closed and one answered; a fourth was told 366 days ago, and closed."""
    now = clock.now()
    with scene.acting() as actor:
        for days in (366, 3, 2, 1):
            with clock.at(now - timedelta(days=days)):
                row = voice.note_feedback(actor, said="So", heard="meeting")
                if days in (366, 2):
                    voice.close_feedback(actor, row, reason="Said before")
                if days == 1:
                    voice.answer_feedback(actor, row, answer="A bus", outcome="done")
        found = told(actor, BackboneRole.PUBLIC_WILL)

    assert next(iter(found)) == "answered", "that they were answered is the hard measure"
    assert of(found["answered"]) == (2, 3)
    assert found["answered"].more == "1 waits for an answer"
    assert of(found["closed"]) == (1, 3)
    assert not found["visits"].known
    assert "not followed" in found["visits"].more


def test_volume_is_the_median_of_headlines_weighed_by_it(scene: Scene) -> None:
    """Weighed 40 of 100, and 90 of 100: the median is 65. A third counts its partners, and is left out."""
    rows = [
        SimpleNamespace(partial=None, latest=SimpleNamespace(coverage=Decimal(share), coverage_basis=basis))
        for share, basis in (("0.4", "volume"), ("0.9", "volume"), ("0.1", "count"))
    ]
    with scene.acting() as actor, patch("backbone.queries.roles.inward.standings", return_value=rows):
        found = told(actor, BackboneRole.MEASUREMENT)

    assert (found["volume"].value, found["volume"].shown) == (Decimal(65), "65 %")
    assert found["volume"].more == "2 indicators are weighed by volume"


def test_pairs_of_partners_by_hand(scene: Scene) -> None:
    """Two partners share an activity, and lead two that are linked: one pair, and new."""
    with scene.acting() as actor:
        one = activities.activity(actor, "A", lead="library")
        two = activities.activity(actor, "B", lead="clinic")
        activities.activity(actor, "C", lead="school")
        link_activities(actor, one, two, kind="feeds_into")
        found = told(actor, BackboneRole.ACTIVITIES)

    assert (found["pairs"].n, found["pairs"].more) == (1, "1 new since last year, 0 ended")


def test_what_partners_say_of_a_role_by_hand_and_nothing_below_the_floor(scene: Scene) -> None:
    """Policy has three statements. 4, 4, 4, 2, 2 of library twice, clinic twice, school: (4 + 3 + 2) / 3 = 3.0.

    Of the second only two people said anything, of the third nobody: they do not count.
    """
    people = [
        scene.person("contributor", code) for code in ("library", "library", "clinic", "clinic", "school")
    ]
    with scene.acting() as actor:
        row = surveys.survey(actor, "backbone_review", audience="partners")
        assert partners_review(actor).survey is None
    for who, first, second in zip(people, "44422", ("5", "5", "", "", ""), strict=True):
        with scene.acting(who) as actor:
            given = {"policy_aware": first, **({"policy_voices": second} if second else {})}
            surveying.answer_survey(actor, row, ratings=given)
    with scene.acting() as actor:
        surveying.close_survey(actor, row)
        found = partners_review(actor).by_role[BackboneRole.POLICY]
        measure = told(actor, BackboneRole.POLICY)["review"]
        assert partners_review(actor).by_role[BackboneRole.FUNDING].mean is None
    with scene.acting(people[0]) as actor:
        assert partners_review(actor).survey is None, "not shared yet"

    assert (found.mean, found.rated) == (Decimal("3.0"), 1)
    assert (measure.shown, measure.more) == ("3 of 5", "1 of 3 statements rated by enough people")


def test_policy_by_hand(scene: Scene) -> None:
    """Of four aims two are won and one of those carried out; of three partners one stands behind what is not lost."""
    with scene.acting() as actor:
        for stage in ("advocacy", "adopted", "monitored"):
            last = make.aim(actor, stage=stage)
        lost = make.aim(actor)
        policy.sign_on(actor, last, partner(actor, "library"), given_by="Its head")
        policy.sign_on(actor, lost, partner(actor, "clinic"), given_by="Its head")
        policy.move_policy_target(actor, lost, stage="lost", reason="Voted down.")
        found = told(actor, BackboneRole.POLICY)

    assert of(found["won"]) == (2, 4)
    assert found["won"].more == "1 lost"
    assert of(found["carried_out"]) == (1, 2)
    assert of(found["behind"]) == (1, 3)


def test_funding_by_hand(scene: Scene) -> None:
    """360,000 / 65,000 = 5.53, cut to 5.5 months; one of three sources is secured, for more than a year, and is new."""
    with scene.acting() as actor:
        roles.set_backbone_profile(actor, monthly_cost=Decimal("65000"), currency="USD")
        day = clock.today(actor.initiative.timezone)
        make.source(actor, "360000", "received", starts_on=day, ends_on=day + timedelta(days=367))
        make.source(actor, "150000", "pledged", funder_name="County")
        make.source(actor, "100000", "prospect", funder_name="Bank")
        make.source(actor, "410000", "received", kind="aligned", funder_name="Agency")
        found = told(actor, BackboneRole.FUNDING)

    assert found["runway"].value == Decimal("5.5")
    assert of(found["paying"]) == (1, 3)
    assert found["new"].n == 1
    assert of(found["multi_year"]) == (1, 1)
    assert found["aligned"].n == 1


def test_no_measure_tells_an_amount_or_a_name(scene: Scene) -> None:
    with scene.acting() as actor:
        roles.set_backbone_profile(actor, monthly_cost=Decimal("65000"), currency="USD")
        make.source(actor, "361234", "received", funder_name="Quiet Trust")
        text = " ".join(one.told + one.more for role in BackboneRole for one in queries.measures(actor, role))

    assert "361" not in text
    assert "65,000" not in text
    assert "Quiet" not in text


def test_the_yearly_report_keeps_its_six_chapters(scene: Scene) -> None:
    """Of two aims one is won in the year; later moves change nothing in what was published."""
    with scene.acting() as actor:
        today = clock.today(actor.initiative.timezone)
        won, other = make.aim(actor, title="Pre-K", stage="adopted"), make.aim(actor, title="Fees")
        make.source(actor, "361234", "received", funder_name="Quiet Trust")
    report = published(scene.where, kind="yearly", period=parse(str(today.year)))
    with scene.acting() as actor:
        policy.move_policy_target(actor, won, stage="implemented")
        policy.move_policy_target(actor, other, stage="lost", reason="Voted down.")
    with scene.acting(scene.person("funder")) as actor:
        found = report_found(actor, report.public_id)
    with scene.acting() as actor, pytest.raises(DomainError) as short:
        make_report(actor, kind="yearly", period=parse(f"{today.year}-Q1"), title="A quarter")

    assert [chapter["role"] for chapter in found.chapters] == BackboneRole.values
    kept = next(chapter for chapter in found.chapters if chapter["role"] == "policy")
    assert (kept["measures"][0]["figure"], kept["measures"][0]["behind"]) == ("1", "of 2")
    assert [line.split(": ", 1)[1] for line in kept["lines"]] == ["Pre-K: Adopted", "Fees: Spotted"]
    assert "Quiet" not in str(found.chapters) and "361" not in str(found.chapters)
    assert short.value.errors[0].field == "period"
