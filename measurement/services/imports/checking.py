"""Checking a file under its mapping and choices: what would go in, what would be made, what is wrong and where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from initiatives.kernel.access import Actor
from initiatives.kernel.errors import DomainError
from measurement.imports import marks
from measurement.imports.grids import Cell, Grid
from measurement.imports.headings import letter, written
from measurement.imports.mapping import Layout, period_meant
from measurement.imports.names import Known, Register, evened, is_total
from measurement.imports.unfolding import Figure, unfold
from measurement.kinds import EntryError, Parts, kind
from measurement.models import Cycle, Import
from measurement.periods import Period
from measurement.periods import name as period_name
from measurement.queries.catalogue import Sheet
from measurement.queries.entries import NUMBERS, kind_of
from measurement.queries.history import history_among
from measurement.services.entries import given
from measurement.services.imports.aims import value_of
from measurement.services.imports.checked import Aim, Checked, Fault, Ready
from measurement.services.imports.grouping import NOT_KNOWN, Groups, is_whole
from measurement.services.imports.resolving import ASK, KNOWN, LEAVE, Resolver
from measurement.services.imports.standing import told_apart
from measurement.services.imports.summing import compare, summed_parts
from measurement.words import CycleState, ValueStatus

MOST_FIGURES = 100_000
STEP = 500


class Wrong(Exception):
    """One figure cannot go in; the fields it is about."""

    def __init__(self, code: str, message: str, *fields: str) -> None:
        super().__init__(message)
        self.code, self.message, self.fields = code, message, fields


class Left(Exception):
    """One figure is left out, as chosen; the reason is counted."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def check(actor: Actor, row: Import, told: Callable[[int], None] = lambda done: None) -> Checked:
    """Check every figure of the file; write nothing. `told` hears how many figures have been looked at.

    Raises DomainError when there are more than MOST_FIGURES.
    """
    return _Check(actor, row, told).run()


class _Check:
    def __init__(self, actor: Actor, row: Import, told: Callable[[int], None]) -> None:
        self.actor = actor
        self.layout = Layout.from_json(row.mapping)
        self.choices: dict[str, Any] = row.choices
        self.grid = Grid(row.stored_as)
        self.names = [sheet["name"] for sheet in row.sheets]
        self.told = told
        self.checked = Checked()
        self.resolver = self.checked.resolver = Resolver(actor, self.layout, self.choices)
        self.periods: dict[Cell, Period | None] = {}
        self.categories: dict[tuple[str, str, str], str] = {}
        self.seen: dict[tuple[Any, ...], Ready] = {}
        self.locked: set[tuple[date, date]] = set(
            Cycle.objects.filter(state=CycleState.LOCKED).values_list("period_start", "period_end")
        )
        self.decimal = self.layout.decimal
        self.groups = Groups()
        self.sums: list[tuple[Ready, tuple[str, ...]]] = []
        chosen = str(self.choices.get("blank") or "")
        self.blank = chosen or (ValueStatus.NOT_REPORTED if self.layout.is_long else marks.LEAVE_OUT)

    def figures(self) -> Iterator[Figure]:
        for number, figure in enumerate(unfold(self.grid, self.layout, self.names), 1):
            if number > MOST_FIGURES:
                most = {"most": MOST_FIGURES}
                raise DomainError("too_many", _("More than %(most)d figures: divide the file.") % most)
            if number % STEP == 0:
                self.told(number)
            yield figure

    def run(self) -> Checked:
        texts: list[Cell] = []
        for figure in self.figures():
            self.checked.found.take(figure)
            if len(texts) < 5000:
                texts += figure.parts.values()
        self.decimal = self.decimal or str(self.choices.get("decimal") or "") or marks.decimal_sign(texts)
        if not self.decimal:
            self.checked.two_ways = Counter(written(text) for text in texts if marks.reads_two_ways(text))
        self.resolver.resolve(self.checked.found)
        for figure in self.figures():
            self._one(figure)
        self._keep_last_aims()
        self.checked.ready = told_apart(self.checked.ready, self.resolver)
        self.checked.groupings = self.groups.found()
        self.checked.sums = compare(self.sums, self.checked.ready)
        if not self.actor.initiative.self_acceptance:
            periods = {ready.period for ready in self.checked.ready}
            self.checked.collected = frozenset(periods - history_among(self.actor, periods))
        return self.checked

    def _one(self, figure: Figure) -> None:
        try:
            ready = self._ready(figure)
        except Left as left:
            self.checked.left_out[left.reason] += 1
        except Wrong as wrong:
            self._fault(figure, wrong.code, wrong.message, wrong.fields)
        except EntryError as fault:
            self._fault(
                figure, fault.code, fault.message, [fault.field] if fault.field else list(figure.parts)
            )
        except DomainError as fault:
            error = fault.errors[0] if fault.errors else None
            self._fault(figure, fault.code, fault.message, [error.field if error else ""])
        else:
            if ready is not None:
                self.checked.ready.append(ready)
                self.checked.cadences[ready.period.cadence] += 1

    def _fault(self, figure: Figure, code: str, message: str, fields: Any) -> None:
        cells = []
        for name in fields:
            said = {"partner": figure.partner, "indicator": figure.indicator, "period": figure.period}
            said |= {"place": figure.place, "status": figure.status, **figure.categories, **figure.parts}
            columns = figure.columns
            if name in said and said[name] not in (None, ""):
                where = letter(columns[name]) if name in columns else ""
                cells.append((where, written(said[name])[:60]))
        sheet = self.names[figure.sheet]
        self.checked.faults.append(Fault(sheet, figure.row, tuple(cells), code, message))

    def _ready(self, figure: Figure) -> Ready | None:
        if figure.target:
            self._aim(figure)
            return None
        partner = self._partner(figure)
        indicator, sheet, kind_name = self._indicator(figure)
        period = self._period(figure)
        self._look_at_groups(figure, partner, indicator, period, summed_parts(sheet, kind_name))
        status, numbers = self._numbers(figure)
        categories = self._categories(figure, sheet, period)
        ready = Ready(
            sheet=self.names[figure.sheet],
            row=figure.row,
            partner=partner,
            indicator=indicator,
            period=period,
            categories=categories,
            numbers=numbers,
            status=status,
            note=figure.note[:2000],
            change="asked" if self._asked(figure) else "new",
        )
        key = (partner, indicator, period, tuple(sorted(categories.items())))
        first = self.seen.setdefault(key, ready)
        if first is not ready:
            self._twice(figure, first, ready)
        parts = self._parts(ready, sheet, kind_name)
        if (period.start, period.end) in self.locked and not self.choices.get("reason"):
            message = _("%s is locked. Give a reason below if these figures are to revise it.") % period_name(
                period
            )
            raise Wrong("locked", message, "period")
        self._look_at(parts, sheet, kind_name, period)
        return ready

    def _aim(self, figure: Figure) -> None:
        """Keep a target of the whole or of a partner; one of a category is left out."""
        name = self.resolver.partner_of(self.checked.found.partners, figure.partner)
        whole = name is None or (name.state == LEAVE and name.looks == "total")
        partner = "" if whole else self._partner(figure)
        indicator, sheet, kind_name = self._indicator(figure)
        if any(text and not is_total(text) for text in figure.categories.values()):
            raise Left("target_of_group")
        if all(cell is None for cell in figure.parts.values()):
            return
        status, numbers = self._numbers(figure, counted=False)
        value = value_of(sheet, kind_name, numbers) if status == ValueStatus.REPORTED else None
        if value is None:
            raise Wrong("not_a_number", _("This target is no number."), *figure.parts)
        day = self._period(figure).end if written(figure.period) else None
        doubt = any(written(cell).strip()[:1] in ("+", "-", "−") for cell in figure.parts.values())
        where = (self.names[figure.sheet], figure.row)
        self.checked.aims.append(Aim(*where, partner, indicator, value, day or self._chosen_day(), doubt))

    def _chosen_day(self) -> date | None:
        period = period_meant(str(self.choices.get("target_date") or ""), self.layout)
        return period.end if period is not None else None

    def _keep_last_aims(self) -> None:
        """Of several targets for one thing the one of the latest day goes in."""
        last: dict[tuple[str, str], Aim] = {}
        for aim in self.checked.aims:
            other = last.get((aim.partner, aim.indicator))
            if other is None or (aim.day or date.min) >= (other.day or date.min):
                last[aim.partner, aim.indicator] = aim
        self.checked.left_out["earlier_target"] += len(self.checked.aims) - len(last)
        self.checked.left_out += Counter()  # without those of which there are none
        self.checked.aims = list(last.values())

    def _look_at_groups(
        self, figure: Figure, partner: str, indicator: str, period: Period, parts: tuple[str, ...]
    ) -> None:
        if figure.categories or figure.group:
            with suppress(EntryError):  # the figure itself is told to be wrong
                self.groups.take(figure, (partner, indicator, period.code), parts, self.decimal)
        if not is_whole(figure.group):
            raise Left("group")

    def _twice(self, figure: Figure, first: Ready, ready: Ready) -> None:
        if (first.numbers, first.status) == (ready.numbers, ready.status):
            raise Left("repeated")
        message = _("This figure stands twice, in rows %(first)d and %(second)d, with different numbers.")
        raise Wrong("duplicate", message % {"first": first.row, "second": figure.row}, *figure.parts)

    def _asked(self, figure: Figure) -> bool:
        """Whether the figure waits for what the name of its partner or indicator means."""
        found = self.checked.found
        names = [self.resolver.partner_of(found.partners, figure.partner)]
        if not figure.mapped:
            names.append(found.indicators.get(evened(figure.indicator)))
        return any(name is not None and name.state == ASK for name in names)

    def _partner(self, figure: Figure) -> str:
        if not figure.partner:
            if all(cell is None for cell in figure.parts.values()):
                raise Left("empty")
            raise Wrong("no_partner", _("There is no partner in this row."), "partner")
        name = self.resolver.partner_of(self.checked.found.partners, figure.partner)
        assert name is not None
        if name.state == LEAVE:
            if name.looks == "total" and name.code != LEAVE:
                self._sum(figure)
            raise Left(name.looks or "partner")
        return name.code or name.key

    def _sum(self, figure: Figure) -> None:
        """Keep a row of sums, to be held to what the rows add up to; one that cannot be read is no check."""
        try:
            indicator, sheet, kind_name = self._indicator(figure)
            parts = summed_parts(sheet, kind_name)
            period = self._period(figure)
            status, numbers = self._numbers(figure, counted=False)
            categories = self._categories(figure, sheet, period)
        except (Left, Wrong, EntryError):
            return
        where = (self.names[figure.sheet], figure.row, "", indicator, period, categories)
        self.sums.append((Ready(*where, numbers, status, ""), parts))

    def _indicator(self, figure: Figure) -> tuple[str, Sheet | None, str]:
        if figure.mapped:
            code = figure.indicator
            if not code:
                raise Wrong("no_indicator", _("No indicator is chosen for this column."), *figure.parts)
            new = self.resolver.new.get(code)
            if code in self.resolver.sheets:
                return code, self.resolver.sheets[code], ""
            if new is None:
                raise Wrong("unknown_indicator", _("There is no indicator “%s”.") % code, "indicator")
            return code, None, new.kind
        name = self.checked.found.indicators[evened(figure.indicator)]
        if name.state == LEAVE:
            raise Left(name.looks or "indicator")
        if name.state == KNOWN:
            return name.code, self.resolver.sheets[name.code], ""
        return name.code or name.key, None, name.kind

    def _period(self, figure: Figure) -> Period:
        text = figure.period
        if text not in self.periods:
            self.periods[text] = period_meant(text, self.layout)
        period = self.periods[text]
        if period is None:
            raise Wrong("bad_period", self._why_no_period(written(text)), "period")
        return period

    def _why_no_period(self, text: str) -> str:
        if not text:
            return _("There is no period in this row.")
        if self.layout.year_start == 1 and _splits_a_year(text):
            return _("“%s”: say above in which month this year begins.") % text
        return _("“%s” is not a period we can read. Write for example 2024-Q1, 2024-03 or 2024.") % text

    def _numbers(self, figure: Figure, counted: bool = True) -> tuple[str, dict[str, Decimal | None]]:
        nothing: dict[str, Decimal | None] = dict.fromkeys(NUMBERS)
        signs = {part: marks.mark_of(cell, self.decimal) for part, cell in figure.parts.items()}
        if figure.status:
            status = marks.status_written(figure.status)
            if status is None:
                raise Wrong("invalid_choice", _("“%s” is not a status.") % figure.status, "status")
            if status != ValueStatus.REPORTED and all(sign is not None for sign in signs.values()):
                return status, nothing
            if status != ValueStatus.REPORTED:
                message = _("Give either a number or a reason why there is none.")
                raise Wrong("number_and_status", message, "status", *figure.parts)
        for part, sign in signs.items():
            if sign:
                return self._marked(sign, part, counted), nothing
        if all(sign == marks.BLANK for sign in signs.values()):
            self.checked.marks[marks.BLANK] += counted
            if self.blank == marks.LEAVE_OUT:
                raise Left("blank")
            return self.blank, nothing
        numbers = {part: marks.number_of(cell, self.decimal) for part, cell in figure.parts.items()}
        if counted:
            self.checked.footed.update(written(c) for c in figure.parts.values() if marks.is_footed(c))
        return ValueStatus.REPORTED.value, {**nothing, **numbers}

    def _marked(self, sign: str, part: str, counted: bool) -> str:
        self.checked.marks[sign] += counted
        chosen = str(self.choices.get("marks", {}).get(sign) or marks.meant(sign))
        if chosen == marks.LEAVE_OUT:
            raise Left("mark")
        if chosen not in ValueStatus.values:
            message = _("“%s” is not a number. Say above what it means, or leave the figure out.") % sign
            raise Wrong("not_a_number", message, part)
        return chosen

    def _categories(self, figure: Figure, sheet: Sheet | None, period: Period) -> dict[str, str]:
        found = {}
        for dimension, text in figure.categories.items():
            if not text:
                text = self._blank_group(dimension)
            if not text or is_total(text):
                continue
            if sheet is None:
                raise Wrong("unknown_dimension", _("A new indicator is not broken down yet."), dimension)
            version = sheet.at(period.start)
            key = (f"{version.pk}", dimension, text)
            if key not in self.categories:
                axes = {axis.dimension.code: axis for axis in sheet.axes[version.pk]}
                known = axes[dimension].categories.values() if dimension in axes else ()
                register = Register(Known(category.code, category.name) for category in known)
                whole = is_whole(text) and not register.find(text).code
                self.categories[key] = "" if whole else self._category(register, dimension, text)
            if self.categories[key]:
                found[dimension] = self.categories[key]
        return found

    def _blank_group(self, dimension: str) -> str:
        """Return what an empty cell of a breakdown stands for: nothing for the total, else "not known"."""
        self.checked.blank_groups[dimension] += 1
        chosen = str(self.choices.get("groups", {}).get(dimension) or "total")
        if chosen == marks.LEAVE_OUT:
            raise Left("blank_group")
        return NOT_KNOWN[0] if chosen == "not_known" else ""

    def _category(self, register: Register, dimension: str, text: str) -> str:
        found = register.find(text).code
        if not found and evened(text) in NOT_KNOWN:
            found = next((code for word in NOT_KNOWN if (code := register.find(word).code)), "")
            if not found:
                message = _(
                    "This breakdown has no category “not known”: add one, or say what empty cells are."
                )
                raise Wrong("unknown_category", message, dimension)
        return found or text

    def _parts(self, ready: Ready, sheet: Sheet | None, kind_name: str) -> Parts:
        if sheet is not None:
            return given(self.resolver.sheets, ready.period, ready.as_row()).parts()
        if ready.status != ValueStatus.REPORTED:
            return Parts()
        return kind(kind_name).clean(ready.numbers)

    def _look_at(self, parts: Parts, sheet: Sheet | None, kind_name: str, period: Period) -> None:
        """Refuse what a check blocks; count what is stored but flagged."""
        if sheet is not None:
            version = sheet.at(period.start)
            checks = kind_of(version).checks(parts, multiplier=version.multiplier)
        else:
            checks = kind(kind_name).checks(parts)
        for found in checks:
            if found.severity == "block":
                raise Wrong(found.rule, found.message, *NUMBERS)
        self.checked.flagged += bool(checks)


def _splits_a_year(text: str) -> bool:
    layout = Layout(year_start=4)
    return period_meant(text, layout) is not None
