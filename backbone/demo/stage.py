"""The stage on which an initiative of the demo is told: steps in the order of time, through the services alone."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from backbone.demo.cast import Accounts
from initiatives import jobs, services
from initiatives.kernel import clock
from initiatives.kernel.access import STAFF, Actor, Role
from initiatives.letters import fingerprint
from initiatives.queries import actor_by_id, enter
from initiatives.queries.people import myself
from initiatives.services.groups import found_group, seat
from initiatives.services.people import notice_presence
from measurement import services as measuring

if TYPE_CHECKING:
    from initiatives.models import Membership, Partner
    from measurement.models import Assignment, Cycle, Indicator, Submission
    from measurement.periods import Period

Act = Callable[[Actor], object]
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Person:
    """Somebody of the demo. Without `email` they have no account and are reached by `phone`.

    `goes_along` is what of them may be handed over with the initiative.
    """

    key: str
    name: str
    role: str
    partner: str = ""
    email: str = ""
    phone: str = ""
    goes_along: str = "name"


@dataclass(frozen=True)
class Measure:
    """An indicator of the demo, and who reports it: partner code -> first day."""

    code: str
    name: str
    says: Mapping[str, Any]
    reporters: Mapping[str, date]


@dataclass(frozen=True, order=True)
class Step:
    """What somebody does at a moment. `number` keeps the order in which simultaneous steps were planned."""

    moment: datetime
    number: int
    who: str = field(compare=False)
    act: Act = field(compare=False)
    settles: bool = field(compare=False)


def noon(day: date) -> datetime:
    """Return the middle of a day."""
    return datetime.combine(day, time(15), UTC)


class Stage:
    """One initiative while it is told. Steps are planned in any order and played in the order of time."""

    def __init__(self, slug: str, lead: Person, accounts: Accounts, now: datetime) -> None:
        self.slug, self.now = slug, now
        self.accounts = accounts
        self.people: dict[str, Membership] = {}
        self.partners: dict[str, Partner] = {}
        self.indicators: dict[str, Indicator] = {}
        self.assignments: dict[tuple[str, str], Assignment] = {}
        self.cycles: dict[str, Cycle] = {}
        self.submissions: dict[tuple[str, str], Submission] = {}
        self._accounts_of = {lead.key: lead}
        self._lead = lead
        self._steps: list[Step] = []

    # --- time ----------------------------------------------------------------------------------------------

    def start(self, day: date, **values: Any) -> None:
        """Start the initiative on a day."""
        with clock.at(self._not_later(noon(day))):
            user = self.accounts.of(self._lead.email, self._lead.name)
            services.start_initiative(user, slug=self.slug, demonstration=True, **values)

    def plan(self, moment: datetime | date, who: str, act: Act, *, settles: bool = False) -> None:
        """Plan what a person (by key) does at a moment, never later than now.

        With `settles` the jobs that are due then run afterwards: figures follow, snapshots are taken at their time.
        """
        if not isinstance(moment, datetime):
            moment = noon(moment)
        self._steps.append(Step(self._not_later(moment), len(self._steps), who, act, settles))

    def play(self) -> None:
        """Do everything that is planned, in the order of time, and run the jobs that are left."""
        for step in sorted(self._steps):
            with clock.at(step.moment):
                with self.acting(step.who) as actor:
                    step.act(actor)
                if step.settles:
                    settle()
        with clock.at(self.now):
            settle()

    def _not_later(self, moment: datetime) -> datetime:
        return min(moment, self.now)

    @contextmanager
    def acting(self, who: str) -> Iterator[Actor]:
        """Enter the initiative as a person (by key) at the clock's moment."""
        person = self._accounts_of[who]
        with enter(self.accounts.of(person.email, person.name), self.slug) as actor:
            notice_presence(actor)
            yield actor

    # --- who takes part ------------------------------------------------------------------------------------

    def settle_in(
        self, actor: Actor, places: Sequence[tuple[str, str, str]], partners: Sequence[Mapping[str, Any]]
    ) -> None:
        """Add places (code, name, parent) and partners; the lead is there already."""
        self.people[self._lead.key] = services.say_what_goes_along(
            actor, myself(actor), goes_along=self._lead.goes_along
        )
        for code, name, parent in places:
            services.add_place(actor, code=code, name=name, parent=parent)
        for partner in services.add_partners(actor, partners):
            self.partners[partner.code] = partner

    def bring_in(self, actor: Actor, person: Person) -> None:
        """Let a person join: by an invitation that they take up, or, without an address, as they are."""
        partner = self.partners[person.partner] if person.partner else None
        if not person.email:
            self.people[person.key] = services.add_person(
                actor,
                name=person.name,
                role=person.role,
                partner=partner,
                phone=person.phone,
                preferred_contact="phone",
            )
            services.say_what_goes_along(actor, self.people[person.key], goes_along=person.goes_along)
            return
        user = self.accounts.of(person.email, person.name)
        invitation = services.invite(
            actor, email=person.email, role=person.role, partner=partner, name=person.name
        )
        # The link is taken up before any letter goes out, so that no mail is sent to invented addresses.
        secret = secrets.token_urlsafe(32)
        invitation.secret_hash = fingerprint(secret)
        invitation.save(update_fields=["secret_hash"])
        joined = services.accept_invitation(user, secret)
        self.people[person.key] = services.say_what_goes_along(
            actor_by_id(joined.pk), joined, goes_along=person.goes_along
        )
        self._accounts_of[person.key] = person

    def make_contacts(self, actor: Actor, people: Sequence[Person]) -> None:
        """Name each partner's first person its main contact and the second its backup."""
        by_partner: dict[str, list[Membership]] = {}
        for person in people:
            if person.partner and Role(person.role) not in STAFF:
                by_partner.setdefault(person.partner, []).append(self.people[person.key])
        for code, (main, *others) in by_partner.items():
            services.change_partner(
                actor,
                self.partners[code],
                main_contact=main,
                backup_contact=others[0] if others else None,
            )

    def gather(
        self, actor: Actor, name: str, purpose: str, chairs: Sequence[str], members: Sequence[str], kind: str
    ) -> None:
        """Found a group and give people (keys) their seats."""
        group = found_group(actor, name=name, kind=kind, purpose=purpose)
        for key in (*chairs, *members):
            seat(actor, group, self.people[key], co_chair=key in chairs)

    # --- what is measured ----------------------------------------------------------------------------------

    def define(self, actor: Actor, measures: Sequence[Measure]) -> None:
        """Define indicators, in the order of the list."""
        for position, measure in enumerate(measures, 1):
            says = dict(measure.says)
            if steward := says.pop("steward", ""):
                says["steward"] = self.people[steward]
            self.indicators[measure.code] = measuring.define_indicator(
                actor, code=measure.code, name=measure.name, position=position, **says
            )

    def agree(self, actor: Actor, measures: Sequence[Measure], day: date) -> None:
        """Let the partners whose first day it is agree to report."""
        for measure in measures:
            for partner in (code for code, first in measure.reporters.items() if first == day):
                self.assignments[partner, measure.code] = measuring.assign(
                    actor,
                    partner=self.partners[partner],
                    indicator=self.indicators[measure.code],
                    starts_on=day,
                )

    # --- one cycle -----------------------------------------------------------------------------------------

    def open(self, actor: Actor, period: Period, opens: date, due: date) -> None:
        """Open the cycle of a period."""
        self.cycles[period.code] = measuring.open_cycle(actor, period, opens=opens, due=due)

    def hand_in(self, actor: Actor, partner: str, period: Period, rows: Sequence[Row]) -> None:
        """Hand a partner's figures in."""
        self.submissions[partner, period.code] = measuring.hand_in(
            actor, partner=self.partners[partner], period=period, rows=rows, submit_now=True
        )

    def begin(self, actor: Actor, partner: str, period: Period, rows: Sequence[Row]) -> None:
        """Save a partner's figures in a draft."""
        self.submissions[partner, period.code] = measuring.hand_in(
            actor, partner=self.partners[partner], period=period, rows=rows, submit_now=False
        )

    def accept(self, actor: Actor, partner: str, period: Period) -> None:
        """Accept what the partner handed in."""
        key = partner, period.code
        self.submissions[key] = measuring.accept(actor, self.submissions[key])

    def send_back(self, actor: Actor, partner: str, period: Period, reason: str) -> None:
        """Return what the partner handed in, with a reason."""
        key = partner, period.code
        self.submissions[key] = measuring.return_(actor, self.submissions[key], reason=reason)

    def revise(self, actor: Actor, partner: str, period: Period, reason: str, rows: Sequence[Row]) -> None:
        """Change accepted figures, with a reason; the revision waits for somebody else to accept it."""
        key = partner, period.code
        self.submissions[key] = measuring.revise(actor, self.submissions[key], reason=reason, rows=rows)

    def take_over(
        self, actor: Actor, period: Period, handed: Mapping[str, Sequence[Row]], source: str
    ) -> None:
        """Take in the figures of a period that was over before the partners handed in here."""
        rows = [
            {**row, "partner": partner, "period": period.code}
            for partner, given in handed.items()
            for row in given
        ]
        measuring.load(actor, rows, submit=True, accept=True, source=source, historic=True)

    def close(self, actor: Actor, period: Period) -> None:
        """Close the cycle of a period."""
        self.cycles[period.code] = measuring.close_cycle(actor, self.cycles[period.code])

    def lock(self, actor: Actor, period: Period) -> None:
        """Lock the cycle of a period."""
        self.cycles[period.code] = measuring.lock_cycle(actor, self.cycles[period.code])


def settle() -> None:
    """Run every job that is due at the clock's moment. Raises RuntimeError when one fails."""
    while (taken := jobs.claim()) is not None:
        if not jobs.run(taken):
            raise RuntimeError(f"the demo's job {taken.kind} failed")


def days(number: float) -> timedelta:
    """Return so many days."""
    return timedelta(days=number)
