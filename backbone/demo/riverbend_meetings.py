"""How Riverbend's groups meet: a steering committee in a series, a group in the middle of a meeting, asks answered."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from backbone.demo import riverbend_minutes as words
from backbone.demo.riverbend_minutes import Said, Sitting
from backbone.demo.stage import Stage, days
from communications import queries, services
from communications.rhythms import days_of, same_weekday
from communications.services import Seen
from initiatives import queries as core
from initiatives.kernel.access import Actor
from initiatives.kernel.clock import today as today_in

TUESDAY, THURSDAY, SATURDAY = 1, 3, 5
ZONE = ZoneInfo("America/Chicago")
STEERING, READING, COUNCIL = "Steering committee", "Grade 3 Reading", "Family Voice Council"
AGENDA_OUT = days(6)


def tell(stage: Stage) -> None:
    """Plan the meetings; the groups have been founded and their people seated."""
    told = Told(stage)
    told.steering()
    told.reading()
    told.council()
    told.asks()


def weekday_before(day: date, weekday: int) -> date:
    """Return the last such weekday up to a day."""
    return day - timedelta(days=(day.weekday() - weekday) % 7)


def soon(today: date) -> date:
    """Return the working day on which the steering committee meets next: three days ahead, or the Monday after."""
    day = today + timedelta(days=3)
    return day + timedelta(days=7 - day.weekday() if day.weekday() >= SATURDAY else 0)


def months_before(day: date, months: int) -> date:
    """Return the same weekday of the month so many months earlier; the last one where there is no fifth."""
    number = day.year * 12 + day.month - 1 - months
    return same_weekday(day, number // 12, number % 12 + 1)


class Told:
    """The meetings as they are told; `found` keeps each by its name here."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.today = stage.now.astimezone(ZONE).date()
        self.found: dict[str, Any] = {}

    # --- who meets when --------------------------------------------------------------------------------------

    def steering(self) -> None:
        """A series: two meetings held, one in three days whose agenda is filled and not sent, some further ahead."""
        coming = soon(self.today)
        first = months_before(coming, 2)

        def plan(actor: Actor) -> None:
            services.plan_series(
                actor,
                group=group_named(actor, STEERING),
                title=STEERING,
                rhythm="monthly",
                first_on=first,
                starts_at=time(10),
                length=90,
                until=self.today + days(100),
                place=words.ROOM,
            )
            rows = queries.meetings(actor).filter(group=group_named(actor, STEERING)).order_by("starts_at")
            self.found |= dict(zip(("one", "two", "coming"), rows, strict=False))
            begins = self.moment(coming, time(10))
            if self.found["coming"].starts_at != begins:  # a fifth Thursday: the series keeps to the fourth
                times = {"starts_at": begins, "ends_at": begins + timedelta(minutes=90)}
                services.change_meeting(actor, self.found["coming"], **times)

        self.stage.plan(first - days(9), "ana", plan)
        for place, sitting in enumerate(words.STEERING):
            name = ("one", "two")[place]
            moment = self.moment(monthly(first, place), time(10))
            self.stage.plan(moment - AGENDA_OUT, "ana", partial(self.prepare, name=name, sitting=sitting))
            self.hold(name, sitting, moment, by="ana")
        self.stage.plan(
            self.moment(monthly(first, 0), time(10)) + days(8), "ines", partial(self.approve, name="one")
        )
        self.stage.plan(
            self.today - days(1),
            "ana",
            partial(self.prepare, name="coming", sitting=words.COMING),
            settles=True,
        )
        for who, answer in words.COMING_ANSWERS.items():
            self.stage.plan(self.today - days(1), who, partial(self.answer, name="coming", **answer))

    def reading(self) -> None:
        """One meeting was held a month ago; another is being held right now."""
        before = self.moment(weekday_before(self.today - days(27), TUESDAY), time(14))
        self.stage.plan(before - days(14), "priya", partial(self.one, name="before", moment=before))
        self.stage.plan(
            before - AGENDA_OUT, "priya", partial(self.prepare, name="before", sitting=words.READING_BEFORE)
        )
        self.hold("before", words.READING_BEFORE, before, by="priya")
        self.stage.plan(before + days(6), "priya", partial(self.approve, name="before"))
        begun = (self.stage.now - timedelta(minutes=40)).replace(second=0, microsecond=0)
        begun -= timedelta(minutes=begun.minute % 15)
        self.stage.plan(begun - days(20), "priya", partial(self.one, name="now", moment=begun))
        self.stage.plan(
            begun - AGENDA_OUT, "priya", partial(self.prepare, name="now", sitting=words.READING_NOW)
        )
        self.stage.plan(begun, "priya", partial(self.open, name="now", sitting=words.READING_NOW))
        self.stage.plan(
            begun + timedelta(minutes=30), "priya", partial(self.write, name="now", sitting=words.READING_NOW)
        )

    def council(self) -> None:
        """A meeting ahead, with an interpreter and childcare; another group's was cancelled."""
        moment = self.moment(weekday_before(self.today + days(14), THURSDAY), time(18))
        self.stage.plan(
            self.today - days(12), "dora", partial(self.one, name="council", moment=moment, group=COUNCIL)
        )
        self.stage.plan(
            self.today - days(3), "dora", partial(self.prepare, name="council", sitting=words.COUNCIL)
        )
        self.stage.plan(self.today - days(1), "dora", self.need)
        cancelled = self.moment(weekday_before(self.today + days(9), TUESDAY), time(9, 30))
        self.stage.plan(
            self.today - days(20),
            "sam",
            partial(self.one, name="data", moment=cancelled, group="Data and Equity"),
        )
        self.stage.plan(self.today - days(2), "sam", self.call_off)

    def asks(self) -> None:
        """What groups asked of one another; one waits too long."""

        def early(actor: Actor) -> None:
            services.ask_group(
                actor,
                from_group=group_named(actor, "Early Years"),
                to_group=group_named(actor, STEERING),
                what="Find somebody to lead the pre-K measure: five partners speak for it, nobody leads.",
                due=self.today - days(5),
            )

        def rooms(actor: Actor) -> None:
            services.ask_group(
                actor,
                from_group=group_named(actor, READING),
                to_group=group_named(actor, STEERING),
                what="Ask the district for a room after four at two more schools.",
                due=self.today + days(18),
            )

        def keep(actor: Actor) -> None:
            made = services.ask_group(
                actor,
                from_group=group_named(actor, COUNCIL),
                to_group=group_named(actor, STEERING),
                what="Let children keep the tutor they have when places move.",
            )
            self.found["keep"] = made

        def answer(actor: Actor) -> None:
            services.answer_ask(
                actor,
                self.found["keep"],
                answer="Yes: families keep a tutor they have until the end of June.",
            )

        self.stage.plan(self.today - days(26), "june", early)
        self.stage.plan(self.today - days(9), "priya", rooms)
        self.stage.plan(self.today - days(44), "dora", keep)
        self.stage.plan(self.today - days(32), "ines", answer)

    # --- what is done ----------------------------------------------------------------------------------------

    def one(self, actor: Actor, name: str, moment: datetime, group: str = READING) -> None:
        """Plan one meeting."""
        self.found[name] = services.plan_meeting(
            actor,
            group=group_named(actor, group),
            title=group,
            starts_at=moment,
            ends_at=moment + timedelta(minutes=90),
            place=words.LIBRARY,
        )

    def prepare(self, actor: Actor, name: str, sitting: Sitting) -> None:
        """Say what a meeting is for, who leads it, and fill its agenda."""
        people = self.stage.people
        row = services.change_meeting(
            actor,
            self.fresh(actor, name),
            title=sitting.title,
            purpose=sitting.purpose,
            facilitator=core.myself(actor),
            note_taker=people["sam"],
        )
        services.fill_agenda(actor, row)
        for point in sitting.points:
            services.add_item(actor, row, **self.point(point))

    def point(self, said: Said) -> dict[str, Any]:
        """Return a point as the service takes it."""
        return {
            "title": said.title,
            "purpose": said.purpose,
            "length": said.length,
            "lead": self.stage.people[said.lead],
            "pre_read": said.pre_read,
        }

    def hold(self, name: str, sitting: Sitting, moment: datetime, by: str) -> None:
        """Plan that a meeting is opened, taken down, ended, and rated the day after."""
        self.stage.plan(moment, by, partial(self.open, name=name, sitting=sitting))
        self.stage.plan(moment + timedelta(minutes=60), by, partial(self.write, name=name, sitting=sitting))
        self.stage.plan(moment + timedelta(minutes=88), by, partial(self.end, name=name))
        for place, (who, score) in enumerate(sitting.scores.items()):
            rating = partial(self.rate, name=name, score=score)
            self.stage.plan(moment + timedelta(hours=20 + place), who, rating)

    def open(self, actor: Actor, name: str, sitting: Sitting) -> None:
        """Open a meeting and note who is there."""
        row = services.open_meeting(actor, self.fresh(actor, name))
        presence = {"here": sitting.here, "online": sitting.online, "excused": sitting.excused}
        presence["missing"] = sitting.missing
        seen = [
            Seen(how, self.stage.people[key], lived_experience=key in sitting.lived)
            for how, keys in presence.items()
            for key in keys
        ]
        seen += [
            Seen("here", guest=guest, partner=core.partner(actor, code))
            for guest, code in sitting.guests.items()
        ]
        services.note_attendance(actor, row, seen)

    def write(self, actor: Actor, name: str, sitting: Sitting) -> None:
        """Take a meeting down: notes, tasks, asks."""
        row = self.fresh(actor, name)
        said = {point.title: point.notes for point in sitting.points}
        for item in queries.items(actor, row):
            if item.title in said and not said[item.title]:
                break
            services.begin_item(actor, item)
            services.write_notes(actor, item, said.get(item.title, "Gone through; what is open stays open."))
        today = today_in(actor.initiative.timezone)
        for what, owner, within in sitting.tasks:
            services.note_action(
                actor, row, what=what, owner=self.stage.people[owner], due=today + days(within)
            )
        for asked, what, within in sitting.asks:
            services.note_ask(
                actor, row, to_group=group_named(actor, asked), what=what, due=today + days(within)
            )

    def end(self, actor: Actor, name: str) -> None:
        """End a meeting."""
        services.end_meeting(actor, self.fresh(actor, name))

    def approve(self, actor: Actor, name: str) -> None:
        """Approve the minutes."""
        services.approve_minutes(actor, self.fresh(actor, name))

    def rate(self, actor: Actor, name: str, score: int) -> None:
        """Say what a meeting was worth."""
        services.rate(actor, self.fresh(actor, name), score=score)

    def answer(self, actor: Actor, name: str, **said: Any) -> None:
        """Say whether one comes to a meeting."""
        services.reply(actor, self.fresh(actor, name), **said)

    def need(self, actor: Actor) -> None:
        """Say that one comes, and what one needs."""
        row = self.fresh(actor, "council")
        services.reply(actor, row, coming="yes", childcare=2, interpreter="Spanish", stipend=True)

    def call_off(self, actor: Actor) -> None:
        """Cancel a meeting."""
        services.cancel_meeting(
            actor,
            self.fresh(actor, "data"),
            reason="Mei is on leave; the group reads the figures in writing.",
        )

    def fresh(self, actor: Actor, name: str) -> Any:
        """Return a meeting as it stands."""
        return queries.meeting(actor, self.found[name].public_id)

    def moment(self, day: date, hour: time) -> datetime:
        """Return an hour of a day by Riverbend's clock."""
        return datetime.combine(day, hour, ZONE)


def monthly(first: date, number: int) -> date:
    """Return the day so many months later that is the same weekday of its month, as series have it."""
    return list(days_of("monthly", first, first + timedelta(days=31 * number + 10)))[number]


def group_named(actor: Actor, name: str) -> Any:
    """Return the group of that name."""
    return core.groups(actor).get(name=name)
