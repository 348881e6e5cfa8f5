"""The relation with one partner: what is computed about it, and the log of contacts. Its lead reads the same page."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.http import HttpRequest, HttpResponseBase
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agenda.queries import commitments, with_states
from backbone.forms.relations import ContactForm, RemoveContactForm
from backbone.models import ContactLog
from backbone.queries import colleagues, contact, contacts_with, open_steps, relation
from backbone.queries.onboarding import onboardings
from backbone.queries.quiet import QUIET_FROM, Relation
from backbone.queries.record import CONTACT_COLUMNS, contact_rows, record_of
from backbone.services import change_contact, finish_step, log_contact, remove_contact
from backbone.views.gathering import GatheringView
from backbone.words import ContactWay
from communications.queries.asks import asks_listed
from communications.queries.touching import decisions_touching
from communications.words.decisions import DecisionState
from initiatives.kernel.access import Capability
from initiatives.kernel.errors import NotFound
from initiatives.queries import groups_of, partner, people_of
from initiatives.rest.answers import csv_answer, json_file
from initiatives.rest.workbooks import sections_answer, xlsx_answer
from initiatives.web import FormView, Needs, paginate
from measurement.periods import Period
from measurement.queries import period_name

if TYPE_CHECKING:
    from initiatives.models import Partner

CONTACTS_SHOWN = 20
DECISIONS_SHOWN = 5
ASKS_SHOWN = 5
FILES = {"csv": csv_answer, "xlsx": xlsx_answer}


class RelationView(GatheringView):
    """What the pages about the relation with one partner have in common."""

    section = "partners"
    condition = "backbone"
    partner: "Partner"

    def trail_to(self, *items: tuple[Any, str]) -> list[dict[str, Any]]:
        """Return the breadcrumbs over the list of partners and the partner to here."""
        partners = (_("Partners"), self.url("initiatives:partners"))
        own = (self.partner.name, self.url("initiatives:partner", self.partner.code))
        return self.crumbs(partners, own, *items)

    def here(self) -> str:
        """Return the address of the relation's page."""
        return self.url("backbone:relation", self.partner.code)


class RelationPage(RelationView):
    """How the relation with a partner stands: signs, hand-ins, meetings, promises, contacts, the next step."""

    capability: ClassVar[Needs | None] = Capability.VIEW_RELATIONS
    template_name = "backbone/relation.html"

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        self.partner = partner(self.actor, code)
        found = relation(self.actor, self.partner)
        context = {
            "partner": self.partner,
            "relation": found,
            "hand_ins": [(row, self.named(Period.from_dates(row.start, row.end))) for row in found.hand_ins],
            "lead": self.lead(found),
            "quiet_from": QUIET_FROM,
            "own": not self.actor.is_staff,
            "writes": self.actor.may(Capability.MANAGE_PARTNERS),
            "settling": onboardings(self.actor).filter(partner=self.partner).first(),
            "people": people_of(self.actor, self.partner),
            "groups": groups_of(self.partner),
            "commitments": with_states(
                self.actor, commitments(self.actor).filter(partner=self.partner).order_by("-signed_on", "-id")
            ),
            "decisions": self.decisions(),
            "asks": list(asks_listed(self.actor, partner=self.partner.code)[:ASKS_SHOWN]),
            "today": self.today,
            "steps": list(open_steps(self.actor).filter(partner=self.partner)),
            "page": paginate(request, contacts_with(self.actor, self.partner), CONTACTS_SHOWN),
            "breadcrumbs": self.trail_to((self.title, "")),
        }
        return self.page({**context, "title": self.title})

    def named(self, period: Period) -> str:
        """Return what the initiative calls a period."""
        return period_name(period, self.actor.initiative.fiscal_year_start)

    def decisions(self) -> list[Any]:
        """Return the latest decisions that touch the partner, each with the `state_label` of today."""
        rows: list[Any] = list(decisions_touching(self.actor, self.partner)[:DECISIONS_SHOWN])
        for row in rows:
            row.state_label = DecisionState(row.stands_as).label
        return rows

    @property
    def title(self) -> str:
        """What the page is called, in the reader's own words."""
        return _("How we work together") if self.actor.is_staff else _("What the backbone sees of us")

    def lead(self, found: Relation) -> str:
        """Return in a sentence whether the partner has gone quiet, by how many signs."""
        count = len(found.signs)
        if not count:
            return _("Nothing says that it has gone quiet.")
        words = ngettext("%d of five signs of quiet is there.", "%d of five signs of quiet are there.", count)
        return words % count


class ContactsFile(RelationView):
    """The log of contacts with a partner as a file, csv or xlsx, as far as the reader reads it."""

    capability: ClassVar[Needs | None] = Capability.VIEW_RELATIONS

    def get(self, request: HttpRequest, code: str, form: str) -> HttpResponseBase:
        if form not in FILES:
            raise NotFound
        found = partner(self.actor, code)
        return FILES[form](contact_rows(self.actor, found), CONTACT_COLUMNS, f"{found.code}-contacts")


class RecordFile(RelationView):
    """All that is kept of the relation with a partner: a workbook with a sheet for each kind of thing, or JSON."""

    capability: ClassVar[Needs | None] = Capability.VIEW_RELATIONS

    def get(self, request: HttpRequest, code: str, form: str) -> HttpResponseBase:
        if form not in ("xlsx", "json"):
            raise NotFound
        found = partner(self.actor, code)
        record, name = record_of(self.actor, found), f"{found.code}-record"
        return sections_answer(record, name) if form == "xlsx" else json_file(record, name)


class ContactView(FormView, RelationView):
    """A form about one contact."""

    capability: ClassVar[Needs | None] = Capability.MANAGE_PARTNERS
    template_name = "backbone/contact.html"

    def form(self, data: Any = None) -> ContactForm:
        people = people_of(self.actor, self.partner)
        return ContactForm(people, colleagues(self.actor), data, initial=self.stands())

    def stands(self) -> dict[str, Any]:
        """Return what stands there at first."""
        return {"on": self.today, "way": ContactWay.CALL}

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(self.here(), _("Written down."))

    def titled(self, title: str) -> dict[str, Any]:
        """Return what both forms tell."""
        return {
            "title": title,
            "partner": self.partner,
            "back": self.back_to or self.here(),
            "breadcrumbs": self.trail_to((_("How we work together"), self.here()), (title, "")),
        }


class LogContact(ContactView):
    """Write down a contact with a partner."""

    submit = gettext_lazy("Write it down")

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        self.partner = partner(self.actor, kwargs["code"])

    def act(self, form: Any) -> Any:
        return log_contact(self.actor, self.partner, form.said())

    def told(self) -> dict[str, Any]:
        return self.titled(_("Write down a contact"))


class ChangeContact(ContactView):
    """Put right what was written down of a contact."""

    submit = gettext_lazy("Save")
    found: ContactLog

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        self.found = contact(self.actor, kwargs["public_id"])
        self.partner = self.found.partner

    def stands(self) -> dict[str, Any]:
        names = ("on", "way", "person_name", "purpose", "note", "about_person", "next_step", "next_on")
        values = {name: getattr(self.found, name) for name in names}
        person, owner = self.found.person, self.found.next_owner
        return {
            **values,
            "person": str(person.public_id) if person else "",
            "next_owner": str(owner.public_id) if owner else "",
        }

    def act(self, form: Any) -> Any:
        return change_contact(self.actor, self.found, form.said())

    def told(self) -> dict[str, Any]:
        remove = self.url("backbone:remove_contact", self.found.public_id)
        return {**self.titled(_("Contact on %s") % date_format(self.found.on)), "remove": remove}


class RemoveContact(FormView, RelationView):
    """Remove what was written down of a contact; why is kept."""

    capability: ClassVar[Needs | None] = Capability.MANAGE_PARTNERS
    template_name = "backbone/passage.html"
    submit = gettext_lazy("Remove it")
    found: ContactLog

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        self.found = contact(self.actor, kwargs["public_id"])
        self.partner = self.found.partner

    def form(self, data: Any = None) -> RemoveContactForm:
        return RemoveContactForm(data)

    def act(self, form: Any) -> Any:
        return remove_contact(self.actor, self.found, **form.cleaned_data)

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(self.here(), _("It is removed."))

    def told(self) -> dict[str, Any]:
        title = _("Remove what was written down")
        return {
            "title": title,
            "lead": f"{self.found.purpose}, {date_format(self.found.on)}",
            "back": self.here(),
            "breadcrumbs": self.trail_to((_("How we work together"), self.here()), (title, "")),
        }


class FinishStep(RelationView):
    """Say that the next step was taken."""

    capability = {"POST": Capability.MANAGE_PARTNERS}

    def post(self, request: HttpRequest, public_id: Any) -> HttpResponseBase:
        done = finish_step(self.actor, contact(self.actor, public_id))
        self.partner = done.partner
        return self.go(self.here(), _("Done. Is there another one? Write it down with the next contact."))
