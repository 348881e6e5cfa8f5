"""A small initiative to measure in: its people act by name, figures go in through the services."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from initiatives import jobs
from initiatives import queries as core
from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.kernel.tenancy import tenant
from initiatives.models import Initiative, Partner, User
from initiatives.services import add_partners
from measurement import queries, rollups, services
from measurement.models import Cycle, Indicator, Submission
from measurement.periods import parse
from measurement.queries import Point, Question
from tests.factories import core as make

ALWAYS_OPEN = {"opens": date(2000, 1, 1), "due": date(2100, 1, 1)}


def moment(text: str) -> datetime:
    """An aware moment, "2024-04-10" or "2024-04-10 12:30"."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def exact(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with its numbers as exact decimals."""
    numbers = {name: Decimal(str(row[name])) for name in queries.NUMBERS if row.get(name) is not None}
    return {**row, **numbers}


class Scene:
    """One initiative with a lead who may do everything, and what tests do in it again and again."""

    def __init__(self, slug: str = "", **values: Any) -> None:
        self.lead: User = make.user()
        self.where: Initiative = make.initiative(slug, lead=self.lead, **values)

    @contextmanager
    def acting(self, who: User | None = None) -> Iterator[Actor]:
        """The scope of the initiative with the person's Actor (the lead's by default)."""
        with core.enter(who or self.lead, self.where.slug) as actor:
            yield actor

    def partners(self, *codes: str, **values: Any) -> None:
        """Partners of these codes."""
        with self.acting() as actor:
            rows = [{"code": code, "name": code, "sector": "nonprofit", **values} for code in codes]
            add_partners(actor, rows)

    def person(self, role: str, partner: str = "") -> User:
        """Somebody with this role, of this partner."""
        who = make.user()
        with tenant(self.where):
            of = Partner.objects.get(code=partner) if partner else None
        make.member(self.where, who, role, of=of)
        return who

    def dimension(self, code: str, *categories: str, exclusive: bool = True) -> None:
        """A dimension with categories of these codes."""
        with self.acting() as actor:
            services.define_dimension(
                actor,
                code=code,
                name=code,
                exclusive=exclusive,
                categories=[{"code": category, "name": category} for category in categories],
            )

    def indicator(self, code: str, kind: str = "count", **values: Any) -> Indicator:
        """An indicator, quarterly and not about people unless said otherwise."""
        given = {"name": code, "cadence": "quarterly", "about_people": False, **values}
        with self.acting() as actor:
            return services.define_indicator(actor, code=code, kind=kind, **given)

    def assign(self, indicator: str, *partners: str, since: str = "2020-01-01") -> None:
        """The partners report the indicator from a day on."""
        with self.acting() as actor:
            for code in partners:
                services.assign(
                    actor,
                    partner=core.partner(actor, code),
                    indicator=queries.indicator(actor, indicator),
                    starts_on=date.fromisoformat(since),
                )

    def cycle(self, period: str, **dates: Any) -> Cycle:
        """The cycle of a period, open for long unless said otherwise."""
        with self.acting() as actor:
            return services.open_cycle(actor, parse(period), **{**ALWAYS_OPEN, **dates})

    def lock(self, period: str) -> None:
        """Lock the period's cycle, and do what follows."""
        whole = parse(period)
        with self.acting() as actor:
            found = queries.cycles(actor).get(period_start=whole.start, period_end=whole.end)
            services.lock_cycle(actor, found)
        self.work()

    def load(self, *rows: Mapping[str, Any], reason: str = "", at: str = "", work: bool = True) -> Any:
        """Take figures in as accepted history; rows name partner, indicator and period."""
        then: AbstractContextManager[None] = clock.at(moment(at)) if at else nullcontext()
        with then:
            with self.acting() as actor:
                loaded = services.load(
                    actor,
                    [exact(row) for row in rows],
                    submit=True,
                    accept=True,
                    reason=reason,
                    source="a test",
                    historic=True,
                )
            if work:
                self.work()
        return loaded

    def give(self, indicator: str, period: str, figures: Mapping[str, Mapping[str, Any]], **how: Any) -> Any:
        """Take in one figure of each partner for one indicator and period."""
        return self.load(
            *(
                {"partner": code, "indicator": indicator, "period": period, **row}
                for code, row in figures.items()
            ),
            **how,
        )

    def hand_in(
        self, who: User, partner: str, period: str, rows: Sequence[Mapping[str, Any]], *, submit: bool = True
    ) -> Submission:
        """A partner's figures for a period, handed in by `who`."""
        with self.acting(who) as actor:
            return services.hand_in(
                actor,
                partner=core.partner(actor, partner),
                period=parse(period),
                rows=[exact(row) for row in rows],
                submit_now=submit,
            )

    def accept(self, submission: Submission, who: User | None = None) -> Submission:
        """The hand-in accepted, and what follows done."""
        with self.acting(who) as actor:
            done = services.accept(actor, submission)
        self.work()
        return done

    def work(self) -> None:
        """Do what waits to be done, as the worker would."""
        jobs.run_due()

    def points(self, code: str, who: User | None = None, **question: Any) -> list[Point]:
        """The points of an indicator's series as this person sees them."""
        with self.acting(who) as actor:
            return list(queries.series(actor, queries.indicator(actor, code), Question(**question)).points)

    def point(
        self,
        code: str,
        period: str = "2024-Q1",
        group: str = "total",
        who: User | None = None,
        **question: Any,
    ) -> Point:
        """One point of an indicator's series."""
        points = self.points(code, who, **question)
        found = [p for p in points if p.period.code == period and p.group == group]
        assert len(found) == 1, [(p.period.code, p.group) for p in points]
        return found[0]

    def stale(self) -> list[rollups.Key]:
        """The keys whose stored figures are not those of their observations."""
        with tenant(self.where):
            return rollups.stale()
