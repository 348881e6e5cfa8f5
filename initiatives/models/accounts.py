"""What belongs to a person and not to an initiative: the account, its tokens, its remembered answers."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from initiatives.kernel.rls import READ_WRITE
from initiatives.kernel.tenancy import PersonManager


class UserManager(BaseUserManager["User"]):
    """Makes accounts; addresses are kept in lower case, so that each has one account."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Return a new account for `email`; without a password it cannot sign in by one."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person's account on this installation. What they may do is said by their memberships alone."""

    rights = READ_WRITE
    noted = ("email", "name", "language", "is_active")

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=8, blank=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.CheckConstraint(name="user_email_lower", condition=models.Q(email=Lower("email")))
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] if self.name else self.email


class ApiToken(models.Model):
    """A key for the API, shown once and kept hashed: personal, or bound to one membership.

    Its rights are those of its scopes and of its person, both as they are at the moment of use.
    """

    rights = READ_WRITE

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    initiative = models.ForeignKey(
        "initiatives.Initiative", models.CASCADE, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=16)
    secret_hash = models.BinaryField(max_length=32, unique=True)
    scopes = ArrayField(models.CharField(max_length=10))
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = PersonManager()

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


class IdempotentAnswer(models.Model):
    """The answer given to a POST that carried an Idempotency-Key, given again when it is repeated."""

    rights = READ_WRITE

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    token = models.ForeignKey("initiatives.ApiToken", models.CASCADE, null=True, related_name="+")
    key = models.CharField(max_length=200)
    fingerprint = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.BinaryField(default=b"")
    headers = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    objects = PersonManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "token", "key"], nulls_distinct=False, name="idempotent_answer_once"
            )
        ]

    def __str__(self) -> str:
        return self.key
