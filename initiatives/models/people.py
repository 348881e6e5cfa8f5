"""People in an initiative, with an account or without."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from initiatives.kernel.access import PARTNER_ROLES, ROLE_NAMES
from initiatives.kernel.carrying import SECRET, Carried, Forgotten
from initiatives.kernel.tenancy import PersonManager, TenantForeignKey, TenantManager, TenantModel
from initiatives.models.core import Partner

ROLES = [(role.value, name) for role, name in ROLE_NAMES.items()]


class Membership(TenantModel):
    """A person's place in one initiative: role, the partner spoken for, since when.

    `user` is empty for a person without an account, who may be reached by telephone or in writing. Once the person had
    themselves forgotten (`forgotten_at`), the name is one that leads to nobody.
    """

    carried = Carried(without=("user", "last_seen_on"))

    class Contact(models.TextChoices):
        EMAIL = "email", _("E-mail")
        PHONE = "phone", _("Telephone")
        TEXT = "text", _("Text message")
        POST = "post", _("Post")

    class GoesAlong(models.TextChoices):
        NOTHING = "nothing", _("Neither my name nor how to reach me")
        NAME = "name", _("My name")
        ADDRESS = "address", _("My name and how to reach me")

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=8, blank=True)
    preferred_contact = models.CharField(max_length=10, choices=Contact.choices, default=Contact.EMAIL)
    role = models.CharField(max_length=20, choices=ROLES)
    partner = TenantForeignKey(Partner, null=True, blank=True, related_name="people")
    since = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    last_seen_on = models.DateField(null=True, blank=True)
    # What of the person may be handed over with the initiative; whoever was never asked goes without a name.
    goes_along = models.CharField(max_length=7, choices=GoesAlong.choices, default=GoesAlong.NOTHING)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    objects = TenantManager()  # type: ignore[misc]
    mine = PersonManager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="membership_public_id"),
            models.UniqueConstraint(
                fields=["initiative", "user"], condition=Q(ended_on=None), name="membership_once"
            ),
            models.CheckConstraint(
                name="membership_partner",
                condition=~Q(role__in=sorted(PARTNER_ROLES)) | Q(partner__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:
        """Whether the person still takes part."""
        return self.ended_on is None


class Invitation(TenantModel):
    """An offer of an account for one person, bound to initiative, e-mail and role; its secret is kept hashed.

    While its letter is on its way the secret is kept enciphered besides, so that each attempt sends the same link.
    """

    carried = SECRET
    forgotten = Forgotten(emptied=("email", "sealed_secret"))

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    membership = TenantForeignKey(Membership, models.CASCADE, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=20, choices=ROLES)
    secret_hash = models.BinaryField(max_length=32)
    sealed_secret = models.TextField(default="", blank=True)
    invited_by = TenantForeignKey(Membership, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="invitation_public_id"),
            models.UniqueConstraint(fields=["initiative", "secret_hash"], name="invitation_secret"),
            models.UniqueConstraint(
                fields=["initiative", "membership"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="invitation_one_open",
            ),
        ]

    def __str__(self) -> str:
        return self.email
