"""What every link that needs no account keeps: for whom, how long, who opened it; its secret is kept hashed."""

import uuid

from django.db import models

from initiatives.kernel.carrying import SECRET, Forgotten
from initiatives.kernel.tenancy import TenantForeignKey, TenantModel


class SecretLink(TenantModel):
    """A link with which somebody does one thing without an account.

    It goes out by letter (`email`), or is copied once by whoever made it. While its letter is on its way the secret
    is kept enciphered besides, so that each attempt sends the same link.
    """

    carried = SECRET
    forgotten = Forgotten(emptied=("email", "message", "holder", "sealed_secret"))

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    membership = TenantForeignKey("initiatives.Membership", null=True, blank=True, related_name="+")
    email = models.EmailField(blank=True)
    message = models.TextField(blank=True)
    secret_hash = models.BinaryField(max_length=32)
    sealed_secret = models.TextField(default="", blank=True)
    made_by = TenantForeignKey("initiatives.Membership", related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    holder = models.CharField(max_length=200, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["-created_at", "-id"]
