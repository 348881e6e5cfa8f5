"""The calendar of the year: month by month, on one sheet, and as calendars of people read it."""

from datetime import date
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from backbone.calendars import whole_calendar
from backbone.forms.calendar import CalendarFilter
from backbone.queries.calendar import MONTHS, Day, calendar, end_of_months, months_from
from backbone.views.base import BackboneView
from communications.views import feeds
from communications.views.planning import month_named
from initiatives.kernel.access import Actor, Capability
from initiatives.web import Needs

# So many entries of a month stand in the list of the year, and on the sheet.
IN_LIST = 20
ON_SHEET = 13


class YearView(BackboneView):
    """What the page and the sheet share: twelve months from one that the address names."""

    capability: ClassVar[Needs | None] = Capability.VIEW

    @property
    def first(self) -> date:
        """The first day of the months shown: of the month asked for, else of the present one."""
        asked = month_named(self.request.GET.get("from", ""))
        return asked or self.today.replace(day=1)

    def drawn_day(self, day: Day) -> dict[str, Any]:
        """Return an entry as the templates take it."""
        dated = day.dated
        return {
            "kind": day.kind,
            "dated": dated,
            "mine": day.is_mine,
            "url": reverse(dated.page, args=[self.slug, *dated.named]),
            "today": dated.on == self.today,
        }

    def by_month(self, found: list[Day], months: list[date], most: int | None) -> list[dict[str, Any]]:
        """Return the months, each with its days, of which at most so many are shown."""
        told: dict[date, list[Day]] = {month: [] for month in months}
        for day in found:
            told[day.dated.on.replace(day=1)].append(day)
        return [
            {
                "first": month,
                "name": month.strftime("%Y-%m"),
                "count": len(days),
                "days": [self.drawn_day(day) for day in days[:most]],
                "more": len(days) - most if most is not None and len(days) > most else 0,
                "over": end_of_months(month, 1) < self.today,
                "url": self.address(month=month.strftime("%Y-%m")),
            }
            for month, days in told.items()
        ]

    def address(self, **query: Any) -> str:
        """Return this page's address with what it is narrowed by, and other parameters set."""
        given = {key: value for key, value in self.request.GET.dict().items() if key != "page"}
        return f"?{urlencode({key: str(value) for key, value in {**given, **query}.items() if value})}"

    def moved(self, first: date, months: int) -> str:
        """Return the address of the twelve months that begin so many months later; empty where nobody plans."""
        number = first.year * 12 + first.month - 1 + months
        year, month = divmod(number, 12)
        return self.address(**{"from": f"{year}-{month + 1:02}", "month": ""}) if 1900 <= year < 2199 else ""


class CalendarPage(YearView):
    """The year ahead at a glance and month by month; one month in full where it is asked for."""

    template_name = "backbone/calendar.html"
    fragment = "year"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = CalendarFilter(self.actor, request.GET)
        asked = form.asked()
        month = month_named(request.GET.get("month", ""))
        first, count = (month, 1) if month else (self.first, MONTHS)
        found = calendar(self.actor, first, end_of_months(first, count), **asked)
        months = months_from(first, count)
        context = {
            "form": form,
            "filtered": bool(asked),
            "month": month,
            "first": first,
            "last": months[-1],
            "count": len(found),
            "months": self.by_month(found, months, None if month else IN_LIST),
            "glance": [] if month else self.glance(found, months),
            "before": self.moved(self.first, -MONTHS),
            "after": self.moved(self.first, MONTHS),
            "year_url": self.address(month=""),
            "sheet_url": f"{self.url('backbone:calendar_sheet')}{self.address(month='')}",
            "tabs": self.tabs("calendar"),
            "breadcrumbs": self.trail((_("Calendar"), "")),
        }
        return self.page(context)

    def glance(self, found: list[Day], months: list[date]) -> list[dict[str, Any]]:
        """Return for each kind that has days how many stand in each month, and how many are the reader's own."""
        counted: dict[str, dict[date, list[Day]]] = {}
        kinds = {}
        for day in found:
            kinds[day.kind.key] = day.kind
            of_kind = counted.setdefault(day.kind.key, {month: [] for month in months})
            of_kind[day.dated.on.replace(day=1)].append(day)
        ordered = sorted(kinds.values(), key=lambda one: (one.order, one.key))
        return [
            {
                "kind": kind,
                "url": self.address(kind=kind.key),
                "cells": [
                    {
                        "first": month,
                        "count": len(days),
                        "mine": any(day.is_mine for day in days),
                        "url": self.address(kind=kind.key, month=month.strftime("%Y-%m")),
                    }
                    for month, days in counted[kind.key].items()
                ],
            }
            for kind in ordered
        ]


class CalendarSheet(YearView):
    """Twelve months on one sheet, to print and to hang up."""

    template_name = "backbone/calendar_sheet.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        asked = CalendarFilter(self.actor, request.GET).asked()
        months = months_from(self.first)
        found = calendar(self.actor, self.first, end_of_months(self.first), **asked)
        context = {
            "months": self.by_month(found, months, ON_SHEET),
            "first": self.first,
            "last": months[-1],
            "today": self.today,
            "count": len(found),
            "narrowed": bool(asked),
            "breadcrumbs": self.trail(
                (_("Calendar"), f"{self.url('backbone:calendar')}{self.address()}"), (_("On one sheet"), "")
            ),
        }
        return self.page(context)


class CalendarFeed(feeds.CalendarFeed):
    """What concerns a person, as a calendar; with `?of=initiative` everything that they may see of the whole year."""

    def written(self, actor: Actor) -> bytes:
        return whole_calendar(actor) if self.request.GET.get("of") == "initiative" else super().written(actor)
