"""Positions of partners on a version: all of them, taking one, asking for one, contesting one."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agenda.forms.consent import AskForm, ContestForm, PositionForm
from agenda.models import CommonAgenda
from agenda.queries import agenda, history_of, is_ratifiable, stand
from agenda.services import ask, contest, ratify
from agenda.views.base import AgendaView, VersionForm
from agenda.views.moves import rule_words
from initiatives.kernel import clock
from initiatives.kernel.access import Capability, Role, require
from initiatives.kernel.errors import NotFound
from initiatives.queries import partner, sectors


class Positions(AgendaView):
    """Who agreed to what: every partner's position on a version."""

    capability = Capability.VIEW_PARTNERS
    template_name = "agenda/positions.html"

    def get(self, request: HttpRequest, number: int) -> HttpResponseBase:
        version = agenda(self.actor, number)
        how = stand(self.actor, version)
        names = {sector.code: sector.name for sector in sectors()}
        context = {
            "version": version,
            "stand": how,
            "rows": [
                {"seat": seat, "sector": names[seat.sector], "acts": self.acts(version, seat.partner.pk)}
                for seat in how.seats
            ],
            "left": how.left,
            "rule": rule_words(version.rule, version.quorum),
            "asks": self.shapes and is_ratifiable(version) and bool(how.to_come),
            "ratifiable": is_ratifiable(version),
            "breadcrumbs": self.trail(
                (self.version_name(version), self.version_url(version)), (_("Who agreed"), "")
            ),
        }
        return self.page(context)

    def acts(self, version: CommonAgenda, partner_id: int) -> bool:
        """Whether the actor may take this partner's position."""
        return is_ratifiable(version) and self.actor.may(Capability.SIGN_OFF, partner_id)


class PositionForms(VersionForm):
    """What the pages about one partner's position share."""

    capability = Capability.SIGN_OFF

    def prepare(self, number: int, code: str = "", **kwargs: Any) -> None:
        super().prepare(number=number)
        self.partner = partner(self.actor, code)
        require(self.actor, Capability.SIGN_OFF, self.partner.pk)

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(self.url("agenda:positions", self.version.number))

    def trail_of(self, here: Any) -> list[dict[str, Any]]:
        """Return the breadcrumbs of a position."""
        return self.crumbs_of(
            (_("Who agreed"), self.url("agenda:positions", self.version.number)), (here, "")
        )


class TakePosition(PositionForms):
    """A partner's lead signs for it; the backbone records what a partner said elsewhere."""

    template_name = "agenda/position.html"
    submit = gettext_lazy("Sign")

    def form(self, data: Any = None) -> PositionForm:
        today = clock.today(self.actor.initiative.timezone)
        return PositionForm(self.actor, data, initial={"signed_on": today})

    def act(self, form: Any) -> Any:
        return ratify(self.actor, self.version, partner=self.partner, **form.cleaned_data)

    def done(self, result: Any) -> HttpResponseBase:
        url = self.url("agenda:positions", self.version.number)
        return self.go(url, _("The position of %s is on file.") % self.partner.name)

    def told(self) -> Mapping[str, Any]:
        own = not self.actor.is_staff
        history = history_of(self.actor, self.version, self.partner)
        current = next((row for row in history if row.superseded_at is None), None)
        return {
            "title": _("Does %(partner)s adopt version %(number)s?")
            % {"partner": self.partner.name, "number": self.version.number},
            "lead": _("You sign for your organisation. Read the text first; a reservation is welcome.")
            if own
            else _(
                "Record what the partner has said. It is marked as recorded by you, and its lead may contest it."
            ),
            "history": history,
            "contestable": current
            if current
            and current.on_behalf
            and not current.contested_at
            and self.actor.role == Role.PARTNER_LEAD
            else None,
            "version": self.version,
            "partner": self.partner,
            "back": self.url("agenda:positions", self.version.number),
            "breadcrumbs": self.trail_of(self.partner.name),
        }


class Contest(PositionForms):
    """A partner's lead contests what was recorded for it."""

    submit = gettext_lazy("Contest it")

    def form(self, data: Any = None) -> ContestForm:
        return ContestForm(data)

    def act(self, form: Any) -> Any:
        rows = history_of(self.actor, self.version, self.partner)
        current = next((row for row in rows if row.superseded_at is None), None)
        if current is None:
            raise NotFound
        return contest(self.actor, current, **form.cleaned_data)

    def told(self) -> Mapping[str, Any]:
        return {
            "title": _("Contest the position that was recorded for you?"),
            "lead": _("It counts no more from now on. Sign your own position when you are ready."),
            "back": self.url("agenda:positions", self.version.number),
            "breadcrumbs": self.trail_of(_("Contest")),
        }


class AskAll(AgendaView):
    """Ask every partner that has no position yet."""

    capability = {"POST": Capability.SHAPE_AGENDA}

    def post(self, request: HttpRequest, number: int) -> HttpResponseBase:
        asked = ask(self.actor, agenda(self.actor, number))
        message = ngettext("%d partner is asked.", "%d partners are asked.", len(asked)) % len(asked)
        return self.go(self.url("agenda:positions", number), message)


class NoteAnswer(VersionForm):
    """Write down what is known of an answer to come."""

    submit = gettext_lazy("Save")

    def prepare(self, number: int, code: str = "", **kwargs: Any) -> None:
        super().prepare(number=number)
        self.partner = partner(self.actor, code)

    def form(self, data: Any = None) -> AskForm:
        seats = stand(self.actor, self.version).seats
        seat = next((one for one in seats if one.partner.pk == self.partner.pk), None)
        return AskForm(data, initial={"note": seat.ask.note if seat and seat.ask else ""})

    def act(self, form: Any) -> Any:
        return ask(self.actor, self.version, partner=self.partner, **form.cleaned_data)

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(self.url("agenda:positions", self.version.number))

    def told(self) -> Mapping[str, Any]:
        return {
            "title": _("When will %s answer?") % self.partner.name,
            "lead": _("It stands beside its name, for everybody here."),
            "back": self.url("agenda:positions", self.version.number),
            "breadcrumbs": self.crumbs_of((self.partner.name, "")),
        }
