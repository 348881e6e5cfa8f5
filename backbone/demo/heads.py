"""Harbor learns each year how many different people its outreach teams met, by a match of their rosters."""

from datetime import date
from decimal import Decimal

from backbone.demo.stage import Stage, days
from initiatives.kernel.access import Actor
from measurement import queries
from measurement import services as measuring
from measurement.periods import parse
from measurement.words import HeadBasis

SOURCE = "County Human Services, match of the outreach rosters"


def matched(stage: Stage, who: str, counted: dict[str, int]) -> None:
    """Plan that the match of each year becomes known, ten weeks after the year."""

    def plan(year: str, people: int) -> None:
        def act(actor: Actor) -> None:
            measuring.know_heads(
                actor,
                queries.indicator(actor, "outreach-people"),
                parse(year),
                basis=HeadBasis.COUNTED,
                value=Decimal(people),
                source=SOURCE,
                note="Names were compared by the county and are not kept here.",
            )

        stage.plan(date(int(year), 12, 31) + days(75), who, act)

    for year, people in counted.items():
        plan(year, people)
