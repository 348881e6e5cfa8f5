"""How people come to agree on a version: consultation, the rule of adoption, each partner's position."""

import uuid

from django.db import models
from django.db.models import F, Q

from agenda.models.versions import CommonAgenda
from agenda.words import AdoptionRule, Method, Position
from initiatives.kernel.carrying import Carried
from initiatives.kernel.rls import append_only
from initiatives.kernel.tenancy import TenantForeignKey, TenantModel


class Consultation(TenantModel):
    """A round in which people outside the pen are heard on a version. `participants` are [{group, n}]."""

    carried = Carried(plain=("participants",))

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    agenda = TenantForeignKey(CommonAgenda, models.CASCADE, related_name="consultations")
    audience = models.CharField(max_length=200)
    method = models.CharField(max_length=12, choices=Method.choices)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    participants = models.JSONField(default=list, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="consultation_public_id"),
            models.CheckConstraint(
                name="consultation_order", condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))
            ),
        ]

    def __str__(self) -> str:
        return self.audience


class Theme(TenantModel):
    """What was said in a consultation, and what was changed because of it (empty: not answered yet)."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    consultation = TenantForeignKey(Consultation, models.CASCADE, related_name="themes")
    text = models.CharField(max_length=500)
    response = models.TextField(blank=True)
    changed = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="theme_public_id"),
            models.CheckConstraint(
                name="theme_changed_says_what", condition=Q(changed=False) | ~Q(response="")
            ),
        ]

    def __str__(self) -> str:
        return self.text


class RatificationRule(TenantModel):
    """When a version counts as adopted: the initiative's own rule, and the share of partners that must answer."""

    rule = models.CharField(max_length=12, choices=AdoptionRule.choices, default=AdoptionRule.MAJORITY)
    quorum = models.PositiveSmallIntegerField(default=50)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["initiative"], name="ratification_rule_once"),
            models.CheckConstraint(name="ratification_rule_quorum", condition=Q(quorum__range=(0, 100))),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.quorum}"


class Ratification(TenantModel):
    """A partner's position on a version, signed by its lead or recorded on its behalf saying how it was given.

    A later position supersedes it; one that was recorded on behalf may be contested by the partner's lead, and
    counts no more until they sign themselves.
    """

    rights = append_only("superseded_at", "contested_at", "contested_by", "contest_reason")

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    agenda = TenantForeignKey(CommonAgenda, related_name="ratifications")
    partner = TenantForeignKey("initiatives.Partner", related_name="+")
    position = models.CharField(max_length=12, choices=Position.choices)
    reservation = models.TextField(blank=True)
    signer = models.CharField(max_length=200)
    signed_on = models.DateField()
    on_behalf = models.BooleanField(default=False)
    how_given = models.CharField(max_length=300, blank=True)
    recorded_by = TenantForeignKey("initiatives.Membership", related_name="+")
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)
    contested_at = models.DateTimeField(null=True, blank=True)
    contested_by = TenantForeignKey("initiatives.Membership", null=True, blank=True, related_name="+")
    contest_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="ratification_public_id"),
            models.UniqueConstraint(
                fields=["initiative", "agenda", "partner"],
                condition=Q(superseded_at=None),
                name="ratification_one_current",
            ),
            models.CheckConstraint(
                name="ratification_reservation",
                condition=Q(position=Position.ADOPTS.value) | ~Q(reservation=""),
            ),
            models.CheckConstraint(
                name="ratification_how_given", condition=Q(on_behalf=False) | ~Q(how_given="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agenda_id}: {self.partner_id} {self.position}"


class Ask(TenantModel):
    """A partner was asked for its position on a version; `note` is what is known of the answer to come."""

    agenda = TenantForeignKey(CommonAgenda, models.CASCADE, related_name="asks")
    partner = TenantForeignKey("initiatives.Partner", models.CASCADE, related_name="+")
    asked_on = models.DateField()
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["initiative", "agenda", "partner"], name="ask_once")]

    def __str__(self) -> str:
        return f"{self.agenda_id}: {self.partner_id}"
