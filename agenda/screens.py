"""The two screens, item by item: does the form suit the problem, and is the ground ready."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from agenda.words import Screen


@dataclass(frozen=True)
class Item:
    """One statement that people rate. `heading` groups items."""

    number: int
    text: Any
    heading: Any = ""


def _numbered(*headed: tuple[Any, tuple[Any, ...]]) -> tuple[Item, ...]:
    found: list[Item] = []
    for heading, texts in headed:
        found += [Item(len(found) + place, text, heading) for place, text in enumerate(texts, 1)]
    return tuple(found)


ITEMS: dict[str, tuple[Item, ...]] = {
    Screen.SUITABILITY: _numbered(
        (
            "",
            (
                _("The problem has many causes that act on each other; no known recipe fixes it."),
                _("It affects a whole population, not one programme's clients."),
                _("At least three sectors shape it."),
                _("Present efforts are scattered, or overlap."),
                _("Policy or the rules of systems hold it in place."),
                _("Those involved would have to change what they do, not just add a project."),
                _("Data can show how large the problem is, and where."),
                _("A change in the whole population could be seen in three to ten years."),
                _("No existing table already does this, or it would join."),
                _("A smaller form of working together would not be enough."),
            ),
        )
    ),
    Screen.READINESS: _numbered(
        (
            _("Champions"),
            (
                _("Respected people are able to call the top leaders together."),
                _("They come from at least two sectors."),
                _("They will stay for two years."),
                _("Affected people are among them, or trust them."),
            ),
        ),
        (
            _("Resources"),
            (
                _("There is money for planning, for twelve months or more."),
                _("One or more funders anchor the effort for several years."),
                _("Funders are ready to align their own grants."),
                _("There are staff to bring people together."),
            ),
        ),
        (
            _("Urgency"),
            (
                _("It is felt by all that the present results are unacceptable."),
                _("Data or an event backs it."),
                _("The wider public pays attention."),
            ),
        ),
        (
            _("Ground"),
            (
                _("The history of working together is known, and its wounds are named."),
                _("There is enough trust for frank talk."),
                _("A neutral convener is accepted."),
                _("There is a candidate for the backbone."),
                _("There are collaborations to build on."),
                _("Local data can be had."),
                _("Affected people are at the table from the start."),
                _("Leaders are ready to change their own practice."),
                _("There is a window for policy."),
            ),
        ),
    ),
}
