"""Partners: list, one partner, adding and changing."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.forms.partners import AffiliationForm, ContactsForm, PartnerFilter, PartnerForm
from initiatives.kernel.access import Capability
from initiatives.models import Membership, Partner
from initiatives.models.core import Sector
from initiatives.queries import (
    affiliations,
    events,
    groups_of,
    partner,
    partners_matching,
    people_of,
    told,
)
from initiatives.services import add_partner, affiliate, change_partner, part_with
from initiatives.web import Needs, PageView, errors_in, held, paginate


class PartnersView(PageView):
    """What the pages about partners share."""

    section = "partners"
    condition = "backbone"

    @property
    def manages(self) -> bool:
        """Whether the actor may add and change partners."""
        return self.actor.may(Capability.MANAGE_PARTNERS)

    def trail(self, *items: tuple[Any, str]) -> list[dict[str, Any]]:
        """Return the breadcrumbs below the list of partners."""
        return self.crumbs((_("Partners"), self.url("initiatives:partners") if items else ""), *items)


class Partners(PartnersView):
    """The list, with filters in the address."""

    capability = Capability.VIEW_PARTNERS
    template_name = "initiatives/partners.html"
    fragment = "list"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = PartnerFilter(self.actor, request.GET)
        asked = form.asked()
        search = asked.pop("q", "")
        page = paginate(request, partners_matching(self.actor, search=search, **asked))
        for row in page.object_list:
            row.sector_name = Sector.NAMES.get(row.sector_code, "")
        context = {
            "page": page,
            "form": form,
            "filtered": bool(asked or search),
            "sort": "" if page.has_other_pages() else "text",
            "manages": self.manages,
            "sees_people": self.actor.is_staff,
            "breadcrumbs": self.trail(),
        }
        return self.page(context)


class AddPartner(PartnersView):
    """Add a partner; a name is enough."""

    capability = Capability.MANAGE_PARTNERS
    template_name = "initiatives/partner_form.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return self.show(PartnerForm(self.actor))

    def show(self, form: PartnerForm, status: int = 200) -> HttpResponseBase:
        """Draw the form."""
        context = {"form": form, "back": self.url("initiatives:partners")}
        return self.page({**context, "breadcrumbs": self.trail((_("Add a partner"), ""))}, status=status)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = PartnerForm(self.actor, request.POST)
        if form.is_valid():
            with errors_in(form):
                added = add_partner(self.actor, **form.values())
            if form.is_valid():
                return self.go(self.url("initiatives:partner", added.code), _("%s is in.") % added.name)
        return self.show(form, status=422)


class PartnerPage(PartnersView):
    """One partner: facts, sector and place over time, contacts, people."""

    capability = Capability.VIEW_PARTNERS
    template_name = "initiatives/partner.html"

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        found = partner(self.actor, code)
        lately = []
        if self.actor.may(Capability.VIEW_EVENTS, found.pk):
            lately = told(events(self.actor).filter(partner=found)[:6])
        people = people_of(self.actor, found)
        context = {
            "partner": found,
            "lead": found.about or self.introduced(found, people),
            "sector": Sector.NAMES.get(found.sector_code, ""),  # type: ignore[attr-defined]
            "affiliations": affiliations(found),
            "people": people,
            "contacts": self.contacts(found, people),
            "sees_people": self.actor.may(Capability.VIEW_PEOPLE, found.pk),
            "invites": self.actor.may(Capability.MANAGE_PEOPLE),
            "groups": groups_of(found),
            "manages": self.manages,
            "sees_relation": self.actor.may(Capability.VIEW_RELATIONS, found.pk),
            "sees_brief": self.actor.may(Capability.VIEW_HAND_INS, found.pk),
            "own": self.actor.partner_id == found.pk,
            "lately": lately,
            "breadcrumbs": self.trail((found.name, "")),
        }
        return self.page(context)

    def introduced(self, found: Partner, people: list[Membership]) -> str:
        """Return the sentence for a partner that has written none: who takes part for it."""
        if found.state == Partner.State.LEFT:
            return _("Has left. Its figures stay; nothing more is asked of it.")
        if not self.actor.may(Capability.VIEW_PEOPLE, found.pk):
            return _("One of the organisations that take part.")
        if not people:
            return _("Nobody speaks for it yet; invite somebody, so that it can hand in.")
        words = ngettext(
            "%(count)d person takes part for it.", "%(count)d people take part for it.", len(people)
        )
        return words % {"count": len(people)}

    def contacts(self, found: Partner, people: list[Membership]) -> list[tuple[str, Membership]]:
        """Return whom one calls, the main contact first, for those who may see the partner's people."""
        wanted = [(_("Main contact"), found.main_contact_id), (_("Backup contact"), found.backup_contact_id)]
        by_id = {person.pk: person for person in people}
        return [(label, by_id[pk]) for label, pk in wanted if pk in by_id]


class ChangePartner(PartnersView):
    """Change a partner's facts, contacts, sector and place; or record that it has left."""

    capability: ClassVar[Needs | None] = Capability.MANAGE_PARTNERS
    template_name = "initiatives/partner_edit.html"

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        return self.show(partner(self.actor, code))

    def show(self, found: Partner, status: int = 200, **sent: Any) -> HttpResponseBase:
        """Draw the three forms, those in `sent` as they were sent."""
        here = self.url("initiatives:partner", found.code)
        forms = {
            "form": self.facts_form(found),
            "contacts": self.contacts_form(found),
            "affiliation": self.affiliation_form(found),
            **sent,
        }
        crumbs = self.trail((found.name, here), (_("Change"), ""))
        context = {**forms, "partner": found, "back": here, "affiliations": affiliations(found)}
        return self.page({**context, "breadcrumbs": crumbs}, status=status)

    def facts_form(self, found: Partner, data: Any = None) -> PartnerForm:
        """Return the form of what may be changed at once."""
        initial = {key: getattr(found, key) for key in ("name", "about", "identifier")}
        initial["roles"] = ", ".join(found.roles)
        return PartnerForm(self.actor, data, partner=found, initial=initial)

    def contacts_form(self, found: Partner, data: Any = None) -> ContactsForm:
        """Return the form of the two contacts, chosen from the partner's people."""
        people = people_of(self.actor, found)
        names = {person.pk: str(person.public_id) for person in people}
        initial = {
            "main_contact": names.get(found.main_contact_id or 0, ""),
            "backup_contact": names.get(found.backup_contact_id or 0, ""),
        }
        return ContactsForm(people, data, initial=initial)

    def affiliation_form(self, found: Partner, data: Any = None) -> AffiliationForm:
        """Return the form of the sector and place that hold from a day on."""
        initial = {
            "sector": found.sector_code,  # type: ignore[attr-defined]
            "place": found.place_code,  # type: ignore[attr-defined]
        }
        return AffiliationForm(self.actor, data, initial=initial)

    def back(self, found: Partner) -> HttpResponseBase:
        """Go to the partner's page."""
        return self.go(self.url("initiatives:partner", found.code), _("Saved."))

    def post(self, request: HttpRequest, code: str) -> HttpResponseBase:
        found = held(lambda: partner(self.actor, code))
        form = self.facts_form(found, request.POST)
        if form.is_valid():
            with errors_in(form):
                form.require_unchanged(f"partner:{found.code}")
                change_partner(self.actor, found, **form.values())
            if form.is_valid():
                return self.back(found)
        return self.show(found, status=422, form=form)


class ChangeContacts(ChangePartner):
    """Choose main and backup contact."""

    capability = {"POST": Capability.MANAGE_PARTNERS}

    def post(self, request: HttpRequest, code: str) -> HttpResponseBase:
        found = held(lambda: partner(self.actor, code))
        form = self.contacts_form(found, request.POST)
        if form.is_valid():
            with errors_in(form):
                form.require_unchanged(f"partner:{found.code}")
                change_partner(self.actor, found, **form.contacts())
            if form.is_valid():
                return self.back(found)
        return self.show(found, status=422, contacts=form)


class ChangeAffiliation(ChangePartner):
    """Move a partner to another sector or place from a day on."""

    capability = {"POST": Capability.MANAGE_PARTNERS}

    def post(self, request: HttpRequest, code: str) -> HttpResponseBase:
        found = held(lambda: partner(self.actor, code))
        form = self.affiliation_form(found, request.POST)
        if form.is_valid():
            with errors_in(form):
                form.require_unchanged(f"partner:{found.code}")
                affiliate(self.actor, found, **form.cleaned_data)
            if form.is_valid():
                return self.back(found)
        return self.show(found, status=422, affiliation=form)


class PartWith(PartnersView):
    """Record that a partner has left; its figures stay."""

    capability = {"POST": Capability.MANAGE_PARTNERS}

    def post(self, request: HttpRequest, code: str) -> HttpResponseBase:
        found = part_with(self.actor, partner(self.actor, code))
        message = _("%s has left. Its figures stay; nothing more is asked of it.") % found.name
        return self.go(self.url("initiatives:partners"), message)
