"""Facts stay for ever, and a person may ask to be forgotten: a fact leads to a person, and does not name them."""

from datetime import date, timedelta

import pytest

from activities.services import make_check_in_link, open_check_in_link
from activities.services.hearing import check_in
from communications.services import inviting
from communications.services.digests import set_digest
from communications.services.positions import answer_position, declare_interest, take_position
from initiatives.kernel import clock
from initiatives.kernel.access import LinkRight, holder_of
from initiatives.kernel.tenancy import tenant
from initiatives.models import Event, Membership
from initiatives.outbox import kinds
from initiatives.queries import told
from initiatives.services import add_action, change_action, seat
from initiatives.services.forgetting_me import forget_me
from measurement import queries, services
from measurement.periods import Period
from tests.factories import communications as make
from tests.factories import communications_decisions as decided
from tests.factories.activities import activity
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db
NAME = "Quirina Vexley"
OF_A_PERSON = (
    "initiatives.action_added",
    "initiatives.action_changed",
    "communications.interest_declared",
    "communications.position_taken",
    "communications.position_answered",
)


@pytest.fixture
def scene() -> Scene:
    found = Scene()
    found.partners("a")
    found.indicator("n")
    found.assign("n", "a")
    today = clock.today(found.where.timezone)
    with clock.at(clock.now() - timedelta(days=40)):
        found.cycle("2024-Q1", opens=date(2024, 4, 1), due=today - timedelta(days=5))
    return found


def test_links_reminders_and_digests_are_told_without_the_name_and_lead_to_it(scene: Scene) -> None:
    who = scene.person("contributor", "a")
    with tenant(scene.where):
        Membership.objects.filter(user=who).update(name=NAME)
        person = Membership.objects.get(user=who)
        first = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    with scene.acting() as actor:
        asked = queries.requests(actor).get()
        thing = activity(actor, lead="a")
        meeting = make.meeting(actor)
        services.make_link(actor, asked, to=person)
        make_check_in_link(actor, thing, to=person)
        inviting.invite(actor, meeting, person)
        assert len(services.nudge(actor, asked.cycle)) == 1
        links = {
            "hand_in": (services.make_link(actor, asked)[0], asked.pk),
            "check_in": (make_check_in_link(actor, thing)[0], thing.pk),
            "rsvp": (inviting.make_rsvp_link(actor, meeting)[0], meeting.pk),
        }
        holders = {
            purpose: holder_of(actor.initiative, asked.partner_id, LinkRight(link.pk, purpose, about, NAME))
            for purpose, (link, about) in links.items()
        }
        services.open_link(holders["hand_in"])
        open_check_in_link(holders["check_in"])
        check_in(holders["check_in"], thing, status="on_track")
        inviting.open_rsvp_link(holders["rsvp"])
        inviting.reply(holders["rsvp"], meeting, coming="yes")
    with scene.acting(who) as actor:
        set_digest(
            actor,
            frequency="off",
            weekday=1,
            hour=7,
            timezone="",
            quiet_from=21,
            quiet_until=7,
        )
    with tenant(scene.where):
        rows = list(Event.objects.filter(pk__gt=first).order_by("pk"))
        assert [row.key for row in rows if NAME in str(row.data)] == []
        lines = told(rows)
    named = {line.key for line in lines if line.about == NAME}
    assert named == {
        "measurement.hand_in_link_made",
        "activities.check_in_link_made",
        "communications.rsvp_link_made",
        "measurement.partner_nudged",
        "communications.digest_changed",
    }
    assert all(line.text and NAME not in line.text for line in lines)
    opened = {row.key: row.data["link"] for row in rows if row.key.endswith("_link_opened")}
    assert opened == {
        "measurement.hand_in_link_opened": str(links["hand_in"][0].public_id),
        "activities.check_in_link_opened": str(links["check_in"][0].public_id),
        "communications.rsvp_link_opened": str(links["rsvp"][0].public_id),
    }


# What facts may tell, by their fields: things, days, states, and words that people wrote for others to read. Of a
# person there is "to", their public id, and "link", that of a link which keeps who holds it for as long as it may.
OF_THINGS = frozenset(
    [
        "about",
        "added",
        "addressed",
        "after",
        "agreed",
        "aim",
        "answer",
        "answer_by",
        "ask",
        "asked",
        "asking",
        "asks",
        "audience",
        "basis",
        "because",
        "before",
        "claim",
        "closes_on",
        "code",
        "comment",
        "date",
        "dates",
        "day",
        "done",
        "due",
        "duties",
        "ends_on",
        "evidence",
        "fields",
        "file",
        "fingerprint",
        "former",
        "former_day",
        "frequency",
        "goals",
        "goes_along",
        "group",
        "heard",
        "help_wanted",
        "hosts",
        "how_given",
        "indicator",
        "indicators",
        "instead",
        "item",
        "kind",
        "label",
        "language",
        "left_out",
        "last_day",
        "likelihood",
        "link",
        "measure",
        "method",
        "milestone",
        "name",
        "newcomer",
        "note",
        "opens_on",
        "other",
        "outcome",
        "outlet",
        "partner",
        "partners",
        "parts",
        "period",
        "position",
        "post",
        "promise",
        "quarter",
        "reason",
        "response",
        "result",
        "retired",
        "risk",
        "role",
        "rule",
        "scopes",
        "screen",
        "severity",
        "shown_from",
        "side",
        "source",
        "stage",
        "starts_on",
        "state",
        "status",
        "strategy",
        "text",
        "theme",
        "thing",
        "title",
        "to",
        "until",
        "valid_from",
        "value",
        "verdict",
        "what",
    ]
)
# The kinds whose "name" is that of a thing, by what comes before the verb.
NAMED = frozenset(
    [
        "activities.population",
        "agenda.goal",
        "agenda.phase",
        "agenda.strategy",
        "agenda.test",
        "backbone.campaign",
        "backbone.consent",
        "backbone.onboarding",
        "backbone.passage",
        "initiatives.initiative",
        "initiatives.partner",
        "initiatives.place",
        "initiatives.token",
        "measurement.check_rule",
        "measurement.contribution",
        "measurement.definition",
        "measurement.dimension",
        "measurement.evidence",
        "measurement.figure",
        "measurement.figures",
        "measurement.forecast",
        "measurement.headline",
        "measurement.heads",
        "measurement.indicator",
        "measurement.layout",
        "measurement.naming",
        "measurement.objection",
        "measurement.sign",
        "measurement.signed",
        "measurement.target",
        "measurement.turning",
        "measurement.wanted",
    ]
)


def test_no_kind_of_fact_has_a_place_for_the_name_of_a_person() -> None:
    """Whoever gives a fact a new field says here that it tells of a thing; who somebody is goes by their public id."""
    strange = [
        f"{kind['key']}: {field}"
        for kind in kinds()
        for field, type_ in kind["data"].items()
        if type_ not in ("integer", "boolean") and field not in OF_THINGS
    ]
    assert strange == []
    named = {kind["key"] for kind in kinds() if "name" in kind["data"]}
    assert [key for key in sorted(named) if not key.startswith(tuple(NAMED))] == []


def test_tasks_positions_interests_and_hand_ins_by_link_leave_no_name_once_one_is_forgotten(
    scene: Scene,
) -> None:
    who = scene.person("contributor", "a")
    with tenant(scene.where):
        Membership.objects.filter(user=who).update(name=NAME)
    with scene.acting() as actor:
        person = Membership.objects.get(user=who)
        task = add_action(actor, what="Book the hall", owner=person, due=date(2024, 5, 1))
        change_action(actor, task, state="doing")
        group = decided.group(actor)
        seat(actor, group, person)
        decision = decided.proposed(actor, group)
        declare_interest(actor, decision, what="Runs the hall", member=person)
        taken = take_position(
            actor, decision, position="object", reason="Too far", member=person, how_given="By phone"
        )
        answer_position(actor, taken, text="There is a bus")
        asked = queries.requests(actor).get()
        services.extend(actor, asked, until=clock.today(scene.where.timezone) + timedelta(days=5))
        link = services.make_link(actor, asked)[0]
        holder = holder_of(actor.initiative, asked.partner_id, LinkRight(link.pk, "hand_in", asked.pk, NAME))
        services.open_link(holder)
    with tenant(scene.where):
        cycle = asked.cycle
        whose, period = asked.partner, Period.from_dates(cycle.period_start, cycle.period_end)
        draft = services.start(holder, partner=whose, period=period)
        draft = services.save_draft(holder, draft, [{"indicator": "n", "value": 7}])
        sent = services.submit(holder, draft)
        services.take_back(holder, sent)
        rows = list(Event.objects.order_by("pk"))
        said = {row.key: line for row, line in zip(rows, told(rows), strict=True)}
        about = {key: said[key].about for key in OF_A_PERSON}
        assert about == dict.fromkeys(OF_A_PERSON, NAME)
        assert said["measurement.submission_submitted"].text.endswith("(by a link)")
    forget_me(who, confirmation=who.email)
    with tenant(scene.where):
        rows = list(Event.objects.order_by("pk"))
        assert [row.key for row in rows if NAME in str(row.data) or NAME in row.subject] == []
        assert [line.key for line in told(rows) if NAME in f"{line.text} {line.about} {line.who}"] == []
