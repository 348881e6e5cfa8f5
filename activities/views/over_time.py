"""What happens when and what waits for what; who works with whom, and how that changes from year to year."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.charts import network_map, timeline_map
from activities.forms.landscape import YearFilter
from activities.landscape import Work
from activities.queries.network import Network, Pair, network, years
from activities.queries.timeline import LANES, Timeline, Wait, span, timeline
from activities.views.landscape import LandscapeView, bar_of, listed, look_of, sentences, when
from initiatives.web import paginate

TOUCHED = 8  # of what waits for something late, the worst are told beside the list
BACK = 3  # the span begins so many months before today unless the address says otherwise


class TimelinePage(LandscapeView):
    """A year of the plan in lanes, with milestones and what waits for what."""

    template_name = "activities/timeline.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = self.read()
        first, last = span(self.beginning())
        by = request.GET.get("by") if request.GET.get("by") in LANES else LANES[0]
        found = timeline(self.land, first, last, str(by))
        looks = {work.key: bar_of(work) for work in self.land.works}
        drawn = timeline_map(
            found,
            looks,
            self.notes(found),
            {"": _("Beside the strategies") if by == "strategy" else _("No lead")},
            self.today,
        )
        rows = [
            (lane.of.name or _("Beside the strategies"), lane.works) for lane in (*found.lanes, *found.more)
        ]
        listing = [(name, work) for name, works in rows for work in works]
        page = paginate(request, listing)
        waiting = self.waiting(found)
        context = {
            **self.told(form, "timeline", _("Joint timeline")),
            "found": found,
            "drawn": drawn if found.lanes else None,
            "said": self.said(found),
            "drawing_title": _("%(first)s to %(last)s") % {
                "first": date_format(first, "YEAR_MONTH_FORMAT"),
                "last": date_format(last, "YEAR_MONTH_FORMAT"),
            },
            "by": [
                {"label": label, "url": self.with_query(by=key), "current": key == by}
                for key, label in (("strategy", _("Strategy")), ("partner", _("Partner")))
            ],
            "earlier": self.with_query(start=moved(first, -6)),
            "later": self.with_query(start=moved(first, 6)),
            "page": page,
            "groups": grouped([(name, self.line(work, waiting)) for name, work in page.object_list]),
            "touched": [self.touched(wait) for wait in found.late[:TOUCHED]],
            "more_touched": max(0, len(found.late) - TOUCHED),
            "undated": listed((work.title for work in found.undated), 5),
            "more_lanes": listed(lane.of for lane in found.more),
        }  # fmt: skip
        return self.page(context)

    def beginning(self) -> date:
        """Return the month in which the span begins: as the address says, else a little before today."""
        try:
            asked = date.fromisoformat(f"{self.request.GET.get('start', '')[:7]}-01")
        except ValueError:
            asked = date.fromisoformat(f"{moved(self.today, -BACK)}-01")
        return asked if 1950 <= asked.year <= 2190 else self.today

    def notes(self, found: Timeline) -> dict[str, str]:
        """Return what stands below the name of each lane: who leads most of it; for a partner nothing."""
        if found.by == "partner":
            return {}
        notes = {}
        for lane in found.lanes:
            leads = [work.lead for work in lane.works if work.lead]
            most = max(leads, key=leads.count, default="")
            notes[lane.of.key] = self.land.name_of(most) if most else _("no lead")
        return notes

    def waiting(self, found: Timeline) -> dict[str, list[Wait]]:
        """Return what each activity waits for."""
        kept: dict[str, list[Wait]] = {}
        for wait in found.waits:
            kept.setdefault(wait.after.key, []).append(wait)
        return kept

    def line(self, work: Work, waiting: dict[str, list[Wait]]) -> dict[str, Any]:
        """Return an activity as a line of the list that equals the drawing."""
        waits = waiting.get(work.key, [])
        return {
            "work": work,
            "url": self.address(work),
            "lead": self.land.name_of(work.lead) if work.lead else _("no lead"),
            "when": when(work),
            "waits": "; ".join(wait.before.title for wait in waits),
            "late": any(wait.late for wait in waits),
            "slip": ngettext("%d day later than agreed", "%d days later than agreed", work.slipped)
            % work.slipped
            if work.slipped
            else "",
            "look": look_of(work),
            "steps": [step for step in self.land.steps if step.work == work.key],
        }

    def touched(self, wait: Wait) -> dict[str, str]:
        """Return what a delay touches, in words."""
        told = ngettext(
            "It waits for “%(before)s”, which ends %(days)d day after it begins.",
            "It waits for “%(before)s”, which ends %(days)d days after it begins.",
            wait.days,
        )
        return {
            "title": wait.after.title,
            "url": self.address(wait.after),
            "text": told % {"before": wait.before.title, "days": wait.days},
        }

    def said(self, found: Timeline) -> str:
        """Return what the timeline shows, in a sentence or two."""
        count = found.works
        running = ngettext("%d activity in these months", "%d activities in these months", count) % count
        late = found.late
        if not late:
            return sentences(
                running, _("Nothing waits for something that ends too late") if found.waits else ""
            )
        told = ngettext("%(count)d begins before what it waits for has ended: %(names)s",
                        "%(count)d begin before what they wait for has ended: %(names)s", len(late))  # fmt: skip
        return sentences(
            running, told % {"count": len(late), "names": listed(wait.after.title for wait in late)}
        )


def grouped(lines: list[tuple[str, Any]]) -> list[tuple[str, list[Any]]]:
    """Return lines under their headings, in order."""
    kept: dict[str, list[Any]] = {}
    for name, line in lines:
        kept.setdefault(name, []).append(line)
    return list(kept.items())


def moved(day: date, months: int) -> str:
    """Return the month so many months from a day's, as addresses write it."""
    total = day.year * 12 + day.month - 1 + months
    return f"{total // 12:04}-{total % 12 + 1:02}"


class NetworkPage(LandscapeView):
    """Partners joined by what they do together, year by year."""

    template_name = "activities/network.html"
    filters = YearFilter
    ended = True

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = self.read()
        known = years(self.land, self.today)
        year = next((one for one in known if str(one) == request.GET.get("year")), known[-1])
        every = {one: network(self.land, one) for one in known}
        found = every[year]
        on = request.GET.get("on", "")
        on = on if on in self.land.partners else ""
        pairs = [pair for pair in found.pairs if not on or on in (pair.first, pair.second)]
        page = paginate(request, pairs)
        context = {
            **self.told(form, "network", _("Network")),
            "found": found,
            "drawn": network_map(found, on) if found.pairs else None,
            "said": self.said(found, len(known) > 1),
            "years": [
                {"label": str(one), "url": self.with_query(year=one), "current": one == year} for one in known
            ],
            "changes": [self.change(one, every[one], one == known[0]) for one in known],
            "on": self.land.name_of(on) if on else "",
            "off": self.with_query(on=""),
            "query": "&".join(
                f"{key}={value}" for key, value in request.GET.items() if key not in ("on", "page")
            ),
            "page": page,
            "rows": [self.row(pair) for pair in page.object_list],
            "alone": listed(found.alone, 12),
            "ended": [self.names(pair) for pair in found.ended[:8]],
            "more_ended": max(0, len(found.ended) - 8),
        }
        return self.page(context)

    def names(self, pair: Pair) -> str:
        """Return the two partners in words."""
        return _("%(one)s and %(other)s") % {
            "one": self.land.name_of(pair.first),
            "other": self.land.name_of(pair.second),
        }

    def row(self, pair: Pair) -> dict[str, Any]:
        """Return a pair as a row of the table that equals the drawing."""
        works = [self.land.by_key[key] for key in pair.works]
        return {
            "pair": pair,
            "first": self.land.name_of(pair.first),
            "second": self.land.name_of(pair.second),
            "works": [{"title": work.title, "url": self.address(work)} for work in works[:3]],
            "more": max(0, len(works) - 3),
        }

    def change(self, year: int, found: Network, first: bool) -> dict[str, Any]:
        """Return a year as a row of the table of changes; nothing is new in the first."""
        return {
            "year": year,
            "url": self.with_query(year=year),
            "joined": len(found.partners) - len(found.alone),
            "pairs": len(found.pairs),
            "new": "–" if first else len(found.new),
            "ended": "–" if first else len(found.ended),
            "alone": len(found.alone),
        }

    def said(self, found: Network, changes: bool) -> str:
        """Return what the network shows, in sentences; those without shared work are named."""
        joined = len(found.partners) - len(found.alone)
        told = _("In %(year)d, %(joined)d of %(all)d partners share work, in %(pairs)s") % {
            "year": found.year,
            "joined": joined,
            "all": len(found.partners),
            "pairs": ngettext("%d pair", "%d pairs", len(found.pairs)) % len(found.pairs),
        }
        moved_on = _("%(new)d new since the year before, %(ended)d ended") % {
            "new": len(found.new),
            "ended": len(found.ended),
        }
        alone = _("without shared work: %s") % listed(found.alone, 5) if found.alone else ""
        return sentences(told, moved_on if changes else "", alone)
