"""The rhythm of collection: a cycle opens, partners hand in, the backbone reviews, figures become final."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from backbone.demo.numbers import Row
from backbone.demo.stage import Stage, days
from initiatives.kernel.access import Actor
from measurement.periods import Period

Handed = Mapping[str, Sequence[Row]]


@dataclass(frozen=True)
class Dates:
    """When a cycle opens and is due."""

    opens: date
    due: date

    @classmethod
    def after(cls, period: Period, weeks: int = 3) -> "Dates":
        """A cycle that opens on the day after its period and is due so many weeks later."""
        return cls(period.end + days(1), period.end + days(1 + 7 * weeks))


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
            self.hand_in(partner, period, rows, dates.due - days(1 + place % 6))
        stage.plan(dates.due + days(3), self.lead, self._accepting(list(handed), period), settles=True)

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
