"""Agreements on sharing data: the list, one agreement, drafting, changing, putting in force, renewing, ending."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from initiatives.kernel import clock
from initiatives.kernel.access import Capability
from initiatives.kernel.errors import NotFound
from initiatives.queries import events, told
from initiatives.web import errors_in, held, paginate
from measurement.evidence import opened
from measurement.forms.agreements import AgreementFileForm, AgreementForm, TerminateForm, initial_of
from measurement.models import DataSharingAgreement
from measurement.queries.agreements import agreement, agreements
from measurement.services import (
    activate_agreement,
    change_agreement,
    discard_agreement,
    draft_agreement,
    file_agreement,
    renew_agreement,
    terminate_agreement,
)
from measurement.views.base import MeasurementView
from measurement.words import AgreementState

# How each standing is drawn: shape, tone.
SHAPES = {
    AgreementState.DRAFT: ("early", "mute"),
    AgreementState.ACTIVE: ("done", "good"),
    AgreementState.ENDING: ("stale", "warn"),
    AgreementState.ENDED: ("nodata", "mute"),
    AgreementState.TERMINATED: ("off", "bad"),
}
WRITTEN = (
    "purpose",
    "permitted_use",
    "forbidden_use",
    "publication_rights",
    "legal_basis",
    "consent",
    "security",
    "retention",
    "destruction",
    "termination",
    "contacts",
)


def marked(row: DataSharingAgreement, today: Any) -> DataSharingAgreement:
    """Return the agreement with its standing as it is drawn."""
    standing = row.standing(today)
    row.standing_now = standing  # type: ignore[attr-defined]
    row.shape, row.tone = SHAPES[standing]  # type: ignore[attr-defined]
    return row


class AgreementView(MeasurementView):
    """What the pages about agreements share."""

    @property
    def today(self) -> Any:
        """The calendar day in the initiative's time zone."""
        return clock.today(self.actor.initiative.timezone)

    def list_trail(self, *items: tuple[Any, str]) -> list[dict[str, Any]]:
        """Return the breadcrumbs below the list."""
        return self.trail((_("Agreements"), self.url("measurement:agreements") if items else ""), *items)

    def back(self, found: DataSharingAgreement, message: Any = "") -> HttpResponseBase:
        """Go to the agreement's page."""
        return self.go(self.url("measurement:sharing_agreement", found.public_id), message)


class Agreements(AgreementView):
    """All agreements; for a partner's people its own."""

    capability = Capability.VIEW_HAND_INS
    template_name = "measurement/agreements/list.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        page = paginate(request, agreements(self.actor))
        rows = [marked(row, self.today) for row in page.object_list]
        context = {
            "page": page,
            "rows": rows,
            "manages": self.actor.may(Capability.MANAGE_PARTNERS),
            "tabs": self.tabs("agreements"),
            "breadcrumbs": self.list_trail(),
        }
        return self.page(context)


class DraftAgreement(AgreementView):
    """Draft an agreement."""

    capability = Capability.MANAGE_PARTNERS
    template_name = "measurement/agreements/form.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        chosen = {"parties": request.GET.getlist("partner"), "starts_on": self.today}
        return self.show(AgreementForm(self.actor, initial=chosen))

    def show(self, form: AgreementForm, status: int = 200) -> HttpResponseBase:
        """Draw the form."""
        crumbs = self.list_trail((_("Draft an agreement"), ""))
        context = {"form": form, "back": self.url("measurement:agreements"), "breadcrumbs": crumbs}
        return self.page(context, status=status)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = AgreementForm(self.actor, request.POST)
        if form.is_valid():
            with errors_in(form):
                made = draft_agreement(self.actor, **form.values())
            if form.is_valid():
                return self.back(made, _("Drafted. It governs nothing before you put it in force."))
        return self.show(form, status=422)


class AgreementPage(AgreementView):
    """One agreement: what it says, what it does to figures, its versions and its file."""

    capability = Capability.VIEW_HAND_INS
    template_name = "measurement/agreements/agreement.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        return self.show(agreement(self.actor, public_id))

    def show(self, found: DataSharingAgreement, status: int = 200, **forms: Any) -> HttpResponseBase:
        """Draw the agreement, with a form as it was sent."""
        elements = list(found.elements.all())
        renewal = next(iter(found.renewals.all()), None)
        written = [
            (found._meta.get_field(name), getattr(found, name)) for name in WRITTEN if getattr(found, name)
        ]
        labels = AgreementForm.base_fields
        context = {
            "agreement": marked(found, self.today),
            "parties": [row.partner for row in found.parties.all()],
            "indicators": [row.indicator for row in elements if row.indicator],
            "dimensions": [row.dimension for row in elements if row.dimension],
            "written": [(labels[field.name].label, text) for field, text in written],  # type: ignore[union-attr]
            "former": found.renews if found.renews_id else None,
            "renewal": renewal
            if renewal and (self.manages or renewal.state != AgreementState.DRAFT)
            else None,
            "manages": self.manages,
            "returns": self.returns,
            "terminate": TerminateForm(initial={"last_day": self.today}),
            "file_form": AgreementFileForm(),
            "told": told(events(self.actor).filter(subject=f"agreement:{found.public_id}")[:8]),
            "breadcrumbs": self.list_trail((found.title, "")),
            **forms,
        }
        return self.page(context, status=status)

    @property
    def manages(self) -> bool:
        """Whether the actor may change agreements."""
        return self.actor.may(Capability.MANAGE_PARTNERS)


class ChangeAgreement(AgreementView):
    """Change a draft."""

    capability = Capability.MANAGE_PARTNERS
    template_name = "measurement/agreements/form.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        found = agreement(self.actor, public_id)
        if found.state != AgreementState.DRAFT:
            return self.back(found)
        return self.show(found, AgreementForm(self.actor, initial=initial_of(found)))

    def show(self, found: DataSharingAgreement, form: AgreementForm, status: int = 200) -> HttpResponseBase:
        """Draw the form."""
        here = self.url("measurement:sharing_agreement", found.public_id)
        crumbs = self.list_trail((found.title, here), (_("Change"), ""))
        context = {"form": form, "agreement": found, "back": here, "breadcrumbs": crumbs}
        return self.page(context, status=status)

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        found = held(lambda: agreement(self.actor, public_id))
        form = AgreementForm(self.actor, request.POST, initial=initial_of(found))
        if form.is_valid():
            with errors_in(form):
                form.require_unchanged(f"agreement:{found.public_id}")
                change_agreement(self.actor, found, **form.values())
            if form.is_valid():
                return self.back(found, _("Saved."))
        return self.show(found, form, status=422)


class ActivateAgreement(AgreementView):
    """Put a draft in force."""

    capability = {"POST": Capability.MANAGE_PARTNERS}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        found = activate_agreement(self.actor, agreement(self.actor, public_id))
        return self.back(found, _("It holds. What it keeps back is kept back from now on."))


class RenewAgreement(AgreementView):
    """Draft the next version."""

    capability = {"POST": Capability.MANAGE_PARTNERS}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        renewal = renew_agreement(self.actor, agreement(self.actor, public_id))
        message = _("The renewal is drafted with the same terms. Look it over and put it in force.")
        return self.go(self.url("measurement:change_agreement", renewal.public_id), message)


class TerminateAgreement(AgreementPage):
    """End an agreement before its time."""

    capability = {"POST": Capability.MANAGE_PARTNERS}  # type: ignore[assignment]

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        found = agreement(self.actor, public_id)
        form = TerminateForm(request.POST)
        if form.is_valid():
            with errors_in(form):
                terminate_agreement(self.actor, found, **form.cleaned_data)
            if form.is_valid():
                return self.back(
                    found, _("Terminated. After its last day it says what others may still see.")
                )
        return self.show(found, status=422, terminate=form)


class DiscardAgreement(AgreementView):
    """Give a draft up."""

    capability = {"POST": Capability.MANAGE_PARTNERS}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        discard_agreement(self.actor, agreement(self.actor, public_id))
        return self.go(self.url("measurement:agreements"), _("The draft is given up."))


class AgreementFile(AgreementPage):
    """The signed paper: read by those who see the agreement, put there by staff."""

    capability = {"GET": Capability.VIEW_HAND_INS, "POST": Capability.MANAGE_PARTNERS}  # type: ignore[assignment]

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        found = agreement(self.actor, public_id)
        try:
            paper = opened(found.stored_as)
        except (OSError, ValueError) as error:
            raise NotFound from error
        answer = FileResponse(
            paper,
            as_attachment=True,
            filename=found.file_name,
            content_type="application/octet-stream",
        )
        answer["X-Content-Type-Options"] = "nosniff"
        return answer

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        found = agreement(self.actor, public_id)
        form = AgreementFileForm(request.POST, request.FILES)
        if form.is_valid():
            sent = form.cleaned_data["file"]
            with errors_in(form):
                file_agreement(self.actor, found, name=sent.name, file=sent, size=sent.size)
            if form.is_valid():
                return self.back(found, _("The file is kept with the agreement."))
        return self.show(found, status=422, file_form=form)
