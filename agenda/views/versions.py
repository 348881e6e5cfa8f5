"""The agenda itself: a version as it is read, the plan on a page, two versions side by side."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agenda.charts import course
from agenda.forms.versions import CommentForm, TitleForm
from agenda.models import CommonAgenda
from agenda.queries import (
    NotedSection,
    Stand,
    agenda,
    agenda_in_force,
    agenda_to_come,
    agendas,
    charts,
    comments,
    consultations,
    contents,
    differences,
    is_ratifiable,
    is_writable,
    noted,
    plan,
    sections,
    stand,
)
from agenda.queries.telling import goals_told
from agenda.services import begin_agenda
from agenda.views.base import AgendaView, FormPage
from agenda.words import BOUNDARIES, IN_FORCE, AgendaState, Evidence, Position, SectionKey
from initiatives.kernel.access import Capability
from initiatives.queries import sectors

ICONS = {
    "program": "book-open",
    "practice": "bell-ring",
    "policy": "landmark",
    "systems": "workflow",
    "environment": "trees",
}


class VersionView(AgendaView):
    """What the pages that show a version share."""

    capability = Capability.VIEW

    def about(self, version: CommonAgenda) -> dict[str, Any]:
        """Return title, lead and marks of a version."""
        return {
            "version": version,
            "lead": self.lead(version),
            "state": version.get_state_display(),
            "writable": is_writable(version),
            "shapes": self.shapes,
        }

    def lead(self, version: CommonAgenda) -> str:
        """Return in a sentence what this version is."""
        words = {"number": version.number}
        if version.state in IN_FORCE:
            words["day"] = date_format(version.adopted_on)  # type: ignore[assignment,arg-type]
            return (
                _("The problem, the goals and the strategies we share: version %(number)s, adopted %(day)s.")
                % words
            )
        if version.state == AgendaState.SUPERSEDED:
            return _("Version %(number)s, kept as it was agreed. It holds no more.") % words
        if version.state == AgendaState.PROPOSED:
            return _("Version %(number)s is before the partners: each says whether it adopts it.") % words
        return _("Version %(number)s is being written. Say at each paragraph what you think of it.") % words


class VersionPage(VersionView):
    """A version as it is read: who agreed, the text with comments at its paragraphs, goals, strategies."""

    template_name = "agenda/version.html"

    def get(self, request: HttpRequest, number: int) -> HttpResponseBase:
        return self.show(agenda(self.actor, number))

    def show(self, version: CommonAgenda, **sent: Any) -> HttpResponseBase:
        """Draw a version."""
        held = contents(self.actor, version)
        said = list(comments(self.actor, version))
        parts = sections(version)
        about = {key: [row for row in said if row.about == key] for key in {row.about for row in said}}
        texts = {key: noted(part, about.get(key.value, [])) for key, part in parts.items()}
        context = {
            **self.about(version),
            "problem": texts[SectionKey.PROBLEM],
            "boundaries": [part for key, part in parts.items() if key in BOUNDARIES and part.text],
            "boundary_comments": [row for key in BOUNDARIES for row in about.get(key.value, [])],
            "texts": self.rest(texts),
            "charts": [course(chart) for chart in charts(self.actor, version)],
            "goals": goals_told(self.actor, held.goals),
            "goal_comments": about.get("goals", []),
            "strategies": [self.strategy(row) for row in held.strategies],
            "strategy_comments": about.get("strategies", []),
            "aside": held.aside,
            "causes": held.causes,
            "cause_comments": about.get("causes", []),
            "comment_form": CommentForm(),
            "open_comments": sum(row.resolved_at is None for row in said),
            "rounds": list(consultations(self.actor).filter(agenda=version)),
            "versions": self.version_tabs(version),
            "tabs": self.tabs("home"),
            "takes_part": self.actor.may(Capability.TAKE_PART) and version.state != AgendaState.SUPERSEDED,
            "breadcrumbs": self.trail((self.version_name(version), "")),
            **self.agreement(version),
            **sent,
        }
        return self.page(context)

    def rest(self, texts: Mapping[SectionKey, NotedSection]) -> list[NotedSection]:
        """Return the sections after problem and boundaries that have text or comments."""
        wanted = (SectionKey.VISION, SectionKey.PRINCIPLES, SectionKey.EVALUATION)
        return [texts[key] for key in wanted if texts[key].paragraphs or texts[key].adrift]

    def agreement(self, version: CommonAgenda) -> dict[str, Any]:
        """Return how the partners stand, for a version that is or was before them."""
        if version.result is not None:
            return {"result": version.result}
        if not is_ratifiable(version):
            return {}
        how = stand(self.actor, version)
        names = {sector.code: sector.name for sector in sectors()}
        own = next((seat for seat in how.seats if seat.partner.pk == self.actor.partner_id), None)
        return {
            "stand": how,
            "answer": answer_of(how),
            "blocs": [(names[bloc.sector], bloc) for bloc in how.blocs],
            "to_come": how.to_come[:6],
            "more_to_come": max(0, len(how.to_come) - 6),
            "reserved": [seat for seat in how.seats if seat.position == Position.RESERVATION],
            "declining": [seat for seat in how.seats if seat.position == Position.DECLINES],
            "own": own,
            "signs": own is not None and self.actor.may(Capability.SIGN_OFF, own.partner.pk),
        }

    def strategy(self, row: Any) -> dict[str, Any]:
        """Return a strategy with its icon and the name of its evidence."""
        return {
            "said": row,
            "icon": ICONS.get(row.kind, "circle"),
            "evidence": Evidence(row.evidence).label if row.evidence else "",
        }

    def version_tabs(self, shown: CommonAgenda) -> list[dict[str, Any]]:
        """Return the versions, and two of them side by side, as tabs."""
        known = list(agendas(self.actor))
        found = [
            {
                "label": _("Version %(number)s, %(state)s")
                % {"number": row.number, "state": str(row.get_state_display()).lower()},
                "url": self.version_url(row),
                "current": row == shown,
                "count": "",
            }
            for row in known
        ]
        if len(known) > 1:
            url = self.url("agenda:compare", shown.number)
            found.append({"label": _("Side by side"), "url": url, "current": False, "count": ""})
        return found


class Home(VersionPage):
    """The agenda that holds; while there is none the one that is written, and before that the way to begin."""

    template_name = "agenda/version.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:  # type: ignore[override]
        holds, coming = agenda_in_force(self.actor), agenda_to_come(self.actor)
        if holds or coming:
            return self.show(holds or coming, coming=coming if holds else None)  # type: ignore[arg-type]
        return self.page(
            {"tabs": self.tabs("home"), "shapes": self.shapes, "breadcrumbs": self.trail()},
            template="agenda/empty.html",
        )


class Begin(FormPage):
    """Begin the first version, or the next one as a copy of the one in force."""

    capability = Capability.SHAPE_AGENDA
    submit = gettext_lazy("Begin")

    def form(self, data: Any = None) -> TitleForm:
        holds = agenda_in_force(self.actor)
        return TitleForm(data, initial={"title": holds.title if holds else ""})

    def act(self, form: Any) -> CommonAgenda:
        return begin_agenda(self.actor, title=form.cleaned_data["title"])

    def done(self, result: CommonAgenda) -> HttpResponseBase:
        return self.go(self.url("agenda:draft", result.number))

    def told(self) -> Mapping[str, Any]:
        holds = agenda_in_force(self.actor)
        return {
            "title": _("Begin the next version") if holds else _("Begin the common agenda"),
            "lead": _(
                "It begins as a copy of the one in force, which holds until partners adopt the new one."
            )
            if holds
            else _(
                "A few sentences are enough to begin with. Everybody here reads the draft and comments on it."
            ),
            "back": self.url("agenda:home"),
            "breadcrumbs": self.trail((_("Begin"), "")),
        }


class Compare(VersionView):
    """Two versions side by side, with what differs marked word by word."""

    template_name = "agenda/compare.html"

    def get(self, request: HttpRequest, number: int) -> HttpResponseBase:
        version = agenda(self.actor, number)
        known = list(agendas(self.actor))
        other = self.other(request, version, known)
        if other is None:
            return self.go(self.version_url(version))
        before, after = sorted([version, other], key=lambda row: row.number)
        rows = differences(self.actor, before, after)
        changes = sum(row.changes for row in rows)
        context = {
            **self.about(version),
            "before": before,
            "after": after,
            "changed": [row for row in rows if row.changes],
            "unchanged": [row.name or row.title for row in rows if not row.changes],
            "counted": ngettext("%d change", "%d changes", changes) % changes,
            "others": [row for row in known if row != version],
            "other": other,
            "breadcrumbs": self.trail(
                (self.version_name(version), self.version_url(version)), (_("Side by side"), "")
            ),
        }
        return self.page(context)

    def other(
        self, request: HttpRequest, version: CommonAgenda, known: list[CommonAgenda]
    ) -> CommonAgenda | None:
        """Return the version that the address asks to compare with, else the one before or after."""
        wanted = request.GET.get("with", "")
        others = {str(row.number): row for row in known if row != version}
        if wanted in others:
            return others[wanted]
        earlier = [row for row in others.values() if row.number < version.number]
        return earlier[0] if earlier else next(reversed(others.values()), None)


class Plan(VersionView):
    """The plan on a page: the version in force (or to come) on one sheet."""

    template_name = "agenda/plan.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        version = agenda_in_force(self.actor) or agenda_to_come(self.actor)
        if version is None:
            return self.go(self.url("agenda:home"))
        found = plan(self.actor, version)
        context = {
            **self.about(version),
            "plan": found,
            "answer": answer_of(found.stand) if found.stand else "",
            "partners": found.adopters,
            "breadcrumbs": self.trail((_("Plan on a page"), "")),
        }
        return self.page(context)


def answer_of(how: Stand) -> dict[str, Any]:
    """Return how the partners stand as a sentence: the figure, and what is said after it."""
    return {
        "adopted": how.adopted,
        "asked": how.asked,
        "reservations": how.reservations,
        "declined": how.declined,
    }
