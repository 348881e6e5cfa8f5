"""The rhythm of collection: a cycle opens, partners hand in, the backbone reviews, figures become final."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from backbone.demo.numbers import Row
from backbone.demo.stage import Stage, days
from initiatives.kernel.access import Actor
from measurement.periods import Period, of

Handed = Mapping[str, Sequence[Row]]


def last_over(today: date, cadence: str) -> Period:
    """Return the last period of a cadence that was over a week ago: the one that is collected at present."""
    return of(today - days(7), cadence).previous


@dataclass(frozen=True)
class Dates:
    """When a cycle opens and is due."""

    opens: date
    due: date

    @classmethod
    def after(cls, period: Period, weeks: int = 3) -> "Dates":
        """A cycle that opens on the day after its period and is due so many weeks later."""
        return cls(period.end + days(1), period.end + days(1 + 7 * weeks))

    def not_before(self, day: date) -> "Dates":
        """These dates, or for a cycle of a time before the initiative: a fortnight from the day."""
        opens = max(self.opens, day)
        return Dates(opens, max(self.due, opens + days(14)))


@dataclass(frozen=True)
class Rhythm:
    """Who does what in every cycle: `lead` opens and reviews, `steward` enters for partners without a voice.

    `voices` names the person (key) who hands in for a partner (code).
    """

    stage: Stage
    lead: str
    steward: str
    voices: Mapping[str, str]

    def past(self, period: Period, handed: Handed, source: str, dates: Dates) -> None:
        """A cycle whose figures the steward took over from elsewhere."""
        stage = self.stage
        stage.plan(
            dates.opens, self.lead, partial(stage.open, period=period, opens=dates.opens, due=dates.due)
        )
        stage.plan(
            dates.due, self.steward, partial(stage.take_over, period=period, handed=handed, source=source)
        )
        self.lock(period, dates)

    def lived(self, period: Period, handed: Handed, dates: Dates) -> None:
        """A cycle in which the partners handed in and were accepted, not yet locked."""
        stage = self.stage
        stage.plan(
            dates.opens, self.lead, partial(stage.open, period=period, opens=dates.opens, due=dates.due)
        )
        for place, (partner, rows) in enumerate(handed.items()):
            self.hand_in(partner, period, rows, max(dates.opens, dates.due - days(1 + place % 6)))
        stage.plan(dates.due + days(3), self.lead, self._accepting(list(handed), period), settles=True)

    def close(self, period: Period, dates: Dates) -> None:
        """Close a cycle five days after it was due; who is late needs more time granted from then on."""
        today = self.stage.now.date()
        day = min(dates.due + days(5), today - days(1))
        self.stage.plan(day, self.lead, partial(self.stage.close, period=period))

    def settled(self, period: Period, handed: Handed, source: str, dates: Dates, *, lived: bool) -> None:
        """A cycle that is over and locked: lived through here, or (always while it is not due) taken over."""
        today = self.stage.now.date()
        if period.end >= today:
            return
        if lived and dates.due + days(21) < today:
            self.lived(period, handed, dates)
            self.lock(period, dates)
        else:
            self.past(period, handed, source, Dates(dates.opens, min(dates.due, today)))

    def running(
        self,
        period: Period,
        handed: Handed,
        *,
        accepted: Sequence[str],
        waiting: Sequence[str],
        days_left: int,
    ) -> None:
        """A cycle in which some partners have been accepted, some wait for review, and the others are asked."""
        stage, today = self.stage, self.stage.now.date()
        opens = max(period.end + days(1), today - days(20))
        due = today + days(days_left)
        stage.plan(opens, self.lead, partial(stage.open, period=period, opens=opens, due=due))
        for partner in accepted:
            self.hand_in(partner, period, handed[partner], today - days(5))
        stage.plan(today - days(3), self.lead, self._accepting(accepted, period), settles=True)
        for partner in waiting:
            self.hand_in(partner, period, handed[partner], today - days(1))

    def lock(self, period: Period, dates: Dates) -> None:
        """Lock a cycle three weeks after it was due; its figures are published then."""
        lock = partial(self.stage.lock, period=period)
        self.stage.plan(dates.due + days(21), self.lead, lock, settles=True)

    def hand_in(self, partner: str, period: Period, rows: Sequence[Row], day: date) -> None:
        """A partner hands in, or the steward does for it."""
        who = self.voices.get(partner, self.steward)
        self.stage.plan(day, who, partial(self.stage.hand_in, partner=partner, period=period, rows=rows))

    def _accepting(self, partners: Sequence[str], period: Period) -> Callable[[Actor], None]:
        def accept(actor: Actor) -> None:
            for partner in partners:
                self.stage.accept(actor, partner, period)

        return accept
