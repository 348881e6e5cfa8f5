"""The API of handing over: packages of the whole initiative, taking one in, one's own data."""

import json
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.utils.translation import gettext as _

from initiatives import queries, services
from initiatives.accounts import freshly_signed_in
from initiatives.carrying.mine import own_data
from initiatives.kernel.access import Actor, Capability, Scope
from initiatives.kernel.errors import Conflict, Forbidden
from initiatives.models import User
from initiatives.queries.handing_over import package, packages
from initiatives.rest.views import InitiativeView, PersonView, operation
from initiatives.serializers import InitiativeRow
from initiatives.serializers.handing_over import ArrivalNew, Farewell, OwnDataOut, PackageContent, PackageRow
from initiatives.services.forgetting_me import forget_me
from initiatives.shapes import Content

# What an answer holds in one piece; a larger package is downloaded from its page.
LARGEST = 8 * 1024 * 1024


class Packages(InitiativeView):
    """Packages of the whole initiative."""

    tag = "handing over"

    @operation(Capability.MANAGE_SETTINGS, answer=PackageRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List packages, the latest first."""
        return self.page(PackageRow, packages(actor), ("-id",))

    @operation(Capability.MANAGE_SETTINGS, answer=PackageRow, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Have a package of the whole initiative made.

        It is made in the background: read it until its state is `ready`.
        """
        made = services.ask_package(actor)
        address = f"{self.plain_request.path}{made.public_id}/"
        return self.created(PackageRow, packages(actor).filter(pk=made.pk), address)


class OnePackage(InitiativeView):
    """One package."""

    tag = "handing over"

    @operation(Capability.MANAGE_SETTINGS, answer=PackageRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read how a package stands."""
        return self.one(PackageRow, packages(actor).filter(public_id=id))

    @operation(Capability.MANAGE_SETTINGS, status=204)
    def delete(self, actor: Actor, id: UUID) -> HttpResponse:
        """Remove the file of a package before its time."""
        services.remove_package(actor, package(actor, id))
        return self.gone()


class PackageFile(InitiativeView):
    """The file of a package."""

    tag = "handing over"

    @operation(Capability.MANAGE_SETTINGS, answer=PackageContent)
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Take the file of a package; it is noted who did.

        Packages above 8 MB are downloaded from their page.
        """
        found = package(actor, id)
        if found.size > LARGEST:
            raise Conflict("too_big", _("This package is too big for one answer: download it from its page."))
        with services.take_away(actor, found) as file:
            content = Content().to_representation(file.read())
        return self.json({"name": f"{actor.initiative.slug}.zip", "content": content})


class Arrivals(PersonView):
    """Initiatives that come from another installation."""

    tag = "handing over"

    @operation(Scope.WRITE, body=ArrivalNew, answer=InitiativeRow)
    def post(self, user: User) -> HttpResponse:
        """Take a package in: a new initiative, all of it or nothing. You become its backbone lead.

        The same package again changes nothing. A token that is bound to one initiative takes none in.
        """
        if self.token and self.token.initiative_id:
            raise Forbidden(_("This token belongs to one initiative and starts no other."), "token_bound")
        came = services.take_in(user, self.body["content"], slug=self.body.get("slug", ""))
        with queries.enter(user, came.initiative.slug, self.token) as actor:
            return self.one(InitiativeRow, queries.initiative_rows(actor))


class MyData(PersonView):
    """What is held about the caller."""

    tag = "my data"
    sessions_only = True

    @operation(Scope.READ, answer=OwnDataOut)
    def get(self, user: User) -> HttpResponse:
        """Read everything that is held about you in all your initiatives."""
        return self.json(json.loads(json.dumps(own_data(user), cls=DjangoJSONEncoder)))


class ForgetMe(PersonView):
    """The end of an account."""

    tag = "my data"
    sessions_only = True

    @operation(Scope.ADMIN, body=Farewell, status=204)
    def post(self, user: User) -> HttpResponse:
        """Have yourself forgotten, for good. Takes a recent sign-in, and the address of your account.

        Refused (409) while you are the only lead of an initiative.
        """
        if not freshly_signed_in(self.plain_request):
            raise Forbidden(_("Sign in again to be forgotten."), "fresh_sign_in_required")
        forget_me(user, **self.body)
        return self.gone()
