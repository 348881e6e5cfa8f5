"""Commitments: the list, one of them, making, changing, renewing and ending one."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.forms.commitments import CommitmentFilter, CommitmentForm, EndForm, RenewForm
from agenda.models import Commitment
from agenda.queries import commitment, commitments, commitments_matching, with_states
from agenda.services import change_commitment, commit, end_commitment, renew
from agenda.views.base import AgendaView, FormPage
from agenda.words import CommitmentState
from initiatives.kernel import clock
from initiatives.kernel.access import Capability, require
from initiatives.queries import partner, partners
from initiatives.web import Needs, paginate

LOOKS = {
    CommitmentState.RUNNING: ("on", "good"),
    CommitmentState.RENEWAL_DUE: ("stale", "warn"),
    CommitmentState.EXPIRED: ("off", "bad"),
    CommitmentState.TO_SIGN: ("early", "warn"),
    CommitmentState.RENEWED: ("done", "mute"),
    CommitmentState.ENDED: ("nodata", "mute"),
}


def with_looks(rows: list[Commitment]) -> list[Commitment]:
    """Return commitments with states, each with the shape and tone of its state."""
    for row in rows:
        row.shape, row.tone = LOOKS[row.state]  # type: ignore[attr-defined]
    return rows


class Commitments(AgendaView):
    """What partners have promised one another, with filters in the address."""

    capability = Capability.VIEW_PARTNERS
    template_name = "agenda/commitments.html"
    fragment = "list"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = CommitmentFilter(self.actor, request.GET)
        asked = form.asked()
        search = asked.pop("q", "")
        page = paginate(request, commitments_matching(self.actor, search=search, **asked))
        context = {
            "page": page,
            "rows": with_looks(with_states(self.actor, page.object_list)),
            "form": form,
            "filtered": bool(asked or search),
            "signs": self.actor.may(Capability.SIGN_OFF),
            "tabs": self.tabs("commitments"),
            "breadcrumbs": self.trail((_("Commitments"), "")),
        }
        return self.page(context)


class CommitmentPage(AgendaView):
    """One commitment: the promise, its term, how the partner's work comes into line, what came before and after."""

    capability = Capability.VIEW_PARTNERS
    template_name = "agenda/commitment.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        row = commitment(self.actor, public_id)
        [shown] = with_looks(with_states(self.actor, [row]))
        follower = commitments(self.actor).filter(renews=row).first()
        alive = row.ended_on is None and follower is None
        context = {
            "commitment": shown,
            "follower": follower,
            "signs": alive and self.actor.may(Capability.SIGN_OFF, row.partner_id),
            "breadcrumbs": self.trail(
                (_("Commitments"), self.url("agenda:commitments")), (row.partner.name, "")
            ),
        }
        return self.page(context)


class CommitmentForms(FormPage):
    """What the forms about commitments share."""

    capability: ClassVar[Needs | None] = Capability.SIGN_OFF
    submit = gettext_lazy("Save")
    row: Commitment | None = None

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        if "public_id" in kwargs:
            self.row = commitment(self.actor, kwargs["public_id"])
            require(self.actor, Capability.SIGN_OFF, self.row.partner_id)

    @property
    def found(self) -> Commitment:
        """The commitment that the address names."""
        assert self.row is not None
        return self.row

    def done(self, result: Commitment) -> HttpResponseBase:
        return self.go(self.url("agenda:commitment", result.public_id), _("Saved."))

    def told(self) -> Mapping[str, Any]:
        trail = [(_("Commitments"), self.url("agenda:commitments"))]
        if self.row is not None:
            trail.append((self.row.partner.name, self.url("agenda:commitment", self.row.public_id)))
        return {
            "title": self.title(),
            "lead": self.lead(),
            "back": trail[-1][1],
            "breadcrumbs": self.trail(*trail, (self.title(), "")),
        }

    @abstractmethod
    def title(self) -> str:
        """Return what the page is called."""

    def lead(self) -> str:
        """Return what it is for."""
        return self.found.promise


class Commit(CommitmentForms):
    """Record what a partner promises."""

    def form(self, data: Any = None) -> CommitmentForm:
        today = clock.today(self.actor.initiative.timezone)
        initial = {"starts_on": today, "partner": self.request.GET.get("partner", "")}
        return CommitmentForm(self.actor, data, initial=initial)

    def act(self, form: Any) -> Commitment:
        if self.actor.is_staff:
            promising = partner(self.actor, form.cleaned_data["partner"])
        else:
            promising = partners(self.actor).get(pk=self.actor.partner_id or 0)
        return commit(self.actor, partner=promising, **form.values())

    def title(self) -> str:
        return _("Record a commitment")

    def lead(self) -> str:
        return _(
            "What a partner promises the others, for how long, and what it stops, begins or changes for it."
        )


class ChangeCommitment(CommitmentForms):
    """Change a commitment."""

    def form(self, data: Any = None) -> CommitmentForm:
        initial = CommitmentForm.initial_of(self.found)
        return CommitmentForm(self.actor, data, commitment=self.found, initial=initial)

    def act(self, form: Any) -> Commitment:
        form.require_unchanged(f"commitment:{self.found.public_id}")
        return change_commitment(self.actor, self.found, **form.values())

    def title(self) -> str:
        return _("Change the commitment")


class RenewCommitment(CommitmentForms):
    """Renew a commitment."""

    submit = gettext_lazy("Renew")

    def form(self, data: Any = None) -> RenewForm:
        today = clock.today(self.actor.initiative.timezone)
        return RenewForm(data, initial={"signer": self.found.signer, "signed_on": today})

    def act(self, form: Any) -> Commitment:
        return renew(self.actor, self.found, **form.cleaned_data)

    def title(self) -> str:
        return _("Renew the commitment")


class EndCommitment(CommitmentForms):
    """End a commitment before its term."""

    submit = gettext_lazy("End it")

    def form(self, data: Any = None) -> EndForm:
        return EndForm(data)

    def act(self, form: Any) -> Commitment:
        return end_commitment(self.actor, self.found, **form.cleaned_data)

    def title(self) -> str:
        return _("End the commitment?")
