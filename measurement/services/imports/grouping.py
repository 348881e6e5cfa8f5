"""Collecting the groups of a file beside their totals while it is checked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from measurement.imports import marks
from measurement.imports.names import evened, is_total
from measurement.imports.unfolding import Figure
from measurement.models import Dimension
from measurement.partitions import partitions
from measurement.services.imports.checked import Grouping

# How categories are called under which figures of people stand whose group nobody knows.
NOT_KNOWN = (
    "not known",
    "not-known",
    "unknown",
    "not stated",
    "not recorded",
    "no consta",
    "se desconoce",
    "desconocido",
    "no se sabe",
)
GROUP = ""
WHOLE = ""


def is_whole(text: str) -> bool:
    """Whether the name of a group stands for everybody."""
    return not text or is_total(text) or evened(text).startswith(("total ", "all "))


class Groups:
    """The groups of each breakdown of a file: of a column that is not kept here (GROUP) and of kept dimensions."""

    def __init__(self) -> None:
        self.cases: dict[str, dict[tuple[str, ...], dict[str, Decimal]]] = defaultdict(
            lambda: defaultdict(dict)
        )

    def take(self, figure: Figure, whose: tuple[str, str, str], parts: tuple[str, ...], decimal: str) -> None:
        """Note one figure of `whose` (partner, indicator, period); its last summed part is what is compared."""
        amount = self._amount(figure, parts, decimal)
        if amount is None:
            return
        texts: Mapping[str, str] = {**figure.categories, **({GROUP: figure.group} if figure.group else {})}
        for name, text in texts.items():
            others = tuple(
                f"{other}={WHOLE if is_whole(said) else said}"
                for other, said in texts.items()
                if other != name
            )
            self.cases[name][(*whose, *others)][WHOLE if is_whole(text) else text] = amount

    def _amount(self, figure: Figure, parts: tuple[str, ...], decimal: str) -> Decimal | None:
        cell = figure.parts.get(parts[-1]) if parts else None
        if cell is None or marks.mark_of(cell, decimal) is not None:
            return None
        return marks.number_of(cell, decimal)

    def found(self) -> list[Grouping]:
        """Return what the groups of each breakdown do."""
        kept = {row.code: row for row in Dimension.objects.filter(code__in=list(self.cases))}
        answer = []
        for name, cases in self.cases.items():
            whole = [
                (amounts[WHOLE], {group: amount for group, amount in amounts.items() if group != WHOLE})
                for amounts in cases.values()
                if WHOLE in amounts and len(amounts) > 1
            ]
            dimension = kept.get(name)
            called, declared = (dimension.name, dimension.exclusive) if dimension else ("", None)
            divided = tuple(partitions(whole))
            if divided:
                answer.append(Grouping(called, declared, divided))
        return answer
