"""Settling in: the checklists of new partners and new colleagues."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from backbone.queries import colleagues
from backbone.queries import onboarding as queries
from backbone.serializers import onboarding as shapes
from backbone.services import onboarding as services
from backbone.words.onboarding import Newcomer
from initiatives.kernel.access import Actor, Capability
from initiatives.kernel.errors import DomainError, NotFound
from initiatives.queries import partners
from initiatives.rest.views import InitiativeView, operation

if TYPE_CHECKING:
    from backbone.models import Onboarding
    from initiatives.models import Membership


class OnboardingView(InitiativeView):
    """What the operations on checklists share."""

    tag = "backbone"

    def told(self, actor: Actor, row: "Onboarding", status: int = 200) -> HttpResponse:
        """Answer with the checklist and its lines, as they stand now."""
        [found] = queries.settling_in(actor, [queries.onboarding(actor, row.public_id)])
        return self.json(shapes.onboarding_out(found), status)

    def colleague(self, actor: Actor, field: str) -> "Membership | None":
        """Return the member of the staff that the body names, if it does. Raises DomainError at the field."""
        wanted = self.body.get(field)
        if wanted is None:
            return None
        found = next((one for one in colleagues(actor) if one.public_id == wanted), None)
        if found is None:
            raise DomainError("not_staff", _("Choose one of the backbone's own people."), field)
        return found


class Onboardings(OnboardingView):
    """The checklists."""

    @operation(
        Capability.VIEW_RELATIONS, query=shapes.OnboardingQuery, answer=shapes.OnboardingRow, many=True
    )
    def get(self, actor: Actor) -> HttpResponse:
        """List the checklists: all for staff, those of its own partner for a partner's lead."""
        rows: Any = queries.onboardings(actor)
        if "open" in self.query:
            rows = rows.filter(ended_on__isnull=self.query["open"])
        return self.page(shapes.OnboardingRow, rows, ("id",))

    @operation(
        Capability.MANAGE_PARTNERS,
        body=shapes.OnboardingNew,
        answer=shapes.OnboardingOut,
        status=201,
        problems=(409, 422),
    )
    def post(self, actor: Actor) -> HttpResponse:
        """Begin the checklist of a partner or of a colleague."""
        code = self.body.get("partner")
        partner = partners(actor).filter(code=code).first() if code else None
        if code and partner is None:
            raise DomainError("not_found", _("There is no partner with this code."), "partner")
        person = self.colleague(actor, "person")
        return self.told(actor, services.begin_onboarding(actor, partner=partner, person=person), 201)


class OneOnboarding(OnboardingView):
    """One checklist."""

    @operation(Capability.VIEW_RELATIONS, answer=shapes.OnboardingOut)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read a checklist: what records tell, what is ticked by hand, what is left out and why."""
        return self.told(actor, queries.onboarding(actor, id))


class OnboardingEnd(OnboardingView):
    """Closing a checklist."""

    @operation(Capability.MANAGE_PARTNERS, answer=shapes.OnboardingOut, problems=(409,))
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Close a checklist: who settled in has."""
        return self.told(actor, services.end_onboarding(actor, queries.onboarding(actor, id)))


class OnboardingLines(OnboardingView):
    """The lines of a checklist."""

    @operation(
        Capability.MANAGE_PARTNERS,
        body=shapes.LineNew,
        answer=shapes.OnboardingOut,
        status=201,
        problems=(409, 422),
    )
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Add a line of one's own."""
        row = queries.onboarding(actor, id)
        services.add_item(actor, row, text=self.body["text"], owner=self.colleague(actor, "owner"))
        return self.told(actor, row, 201)


class OnboardingLine(OnboardingView):
    """One line of a checklist."""

    @operation(
        Capability.MANAGE_PARTNERS, body=shapes.LineChange, answer=shapes.OnboardingOut, problems=(409, 422)
    )
    def post(self, actor: Actor, id: UUID, ref: str) -> HttpResponse:
        """Say whose a line is, and why it is left out."""
        row = queries.onboarding(actor, id)
        owner = self.colleague(actor, "owner")
        services.change_item(actor, row, ref, owner=owner, left_out=self.body.get("left_out", ""))
        return self.told(actor, row)


class OnboardingTick(OnboardingView):
    """Ticking a line."""

    @operation(Capability.SIGN_OFF, answer=shapes.OnboardingOut, problems=(409,))
    def post(self, actor: Actor, id: UUID, ref: str) -> HttpResponse:
        """Say that a line is done. What records tell is not ticked."""
        row = queries.onboarding(actor, id)
        services.tick(actor, row, ref)
        return self.told(actor, row)


class OnboardingUntick(OnboardingView):
    """Opening a line again."""

    @operation(Capability.SIGN_OFF, answer=shapes.OnboardingOut, problems=(409,))
    def post(self, actor: Actor, id: UUID, ref: str) -> HttpResponse:
        """Say that a line is not done after all."""
        row = queries.onboarding(actor, id)
        services.untick(actor, row, ref)
        return self.told(actor, row)


class OnboardingChecklist(OnboardingView):
    """What checklists begin with."""

    @operation(Capability.VIEW_QUEUE, answer=shapes.ChecklistOut)
    def get(self, actor: Actor, newcomer: str) -> HttpResponse:
        """Read what the checklists of partners, or of the staff, begin with, and whether they begin by themselves."""
        return self.json(shapes.checklist_out(queries.checklist(actor, self.kind(newcomer))))

    @operation(
        Capability.DEFINE,
        body=shapes.ChecklistChange,
        answer=shapes.ChecklistOut,
        match="required",
        problems=(422,),
    )
    def put(self, actor: Actor, newcomer: str) -> HttpResponse:
        """Say what they begin with. Those that are open stay as they are."""
        kind = self.kind(newcomer)
        self.matched(lambda: shapes.checklist_out(queries.checklist(actor, kind)))
        row = services.keep_checklist(actor, kind, **self.body)
        return self.json(shapes.checklist_out(row))

    @staticmethod
    def kind(newcomer: str) -> Newcomer:
        """Return who settles in. Raises NotFound for a word that names nobody."""
        if newcomer not in Newcomer.values:
            raise NotFound
        return Newcomer(newcomer)
