"""The initiative and who takes part in it: sectors, places, partners, groups."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from initiatives.kernel.carrying import Carried
from initiatives.kernel.codes import CODE
from initiatives.kernel.rls import READ_ONLY, READ_WRITE
from initiatives.kernel.tenancy import TenantForeignKey, TenantModel

# A partner's sector and place from the beginning of time, until a later row says otherwise.
ALWAYS = "1900-01-01"


class Initiative(models.Model):
    """One collective impact effort: the tenant. Nothing crosses it. `gap_to`: what gaps of groups are measured to.

    Those below staff see no figure of fewer people than `suppression_threshold`, no share or rate out of fewer than
    `population_floor`, and counts of people as multiples of `rounded_to` (0: as they are).
    `public_id` stays the same when it is handed over to another installation.
    """

    class Rounding(models.IntegerChoices):
        NONE = 0, _("As they are")
        FIVES = 5, _("To the nearest 5")
        TENS = 10, _("To the nearest 10")

    class GapTo(models.TextChoices):
        BEST = "best", _("The group that does best")
        TOTAL = "total", _("The total")

    rights = READ_WRITE
    noted = True

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    slug = models.SlugField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    purpose = models.TextField(blank=True)
    timezone = models.CharField(max_length=64, default="UTC")
    language = models.CharField(max_length=8, default="en")
    fiscal_year_start = models.PositiveSmallIntegerField(default=1)
    suppression_threshold = models.PositiveSmallIntegerField(default=10)
    population_floor = models.PositiveIntegerField(default=0)
    rounded_to = models.PositiveSmallIntegerField(choices=Rounding.choices, default=Rounding.NONE)
    coverage_floor = models.DecimalField(max_digits=4, decimal_places=3, default="0.8")
    on_track_from = models.DecimalField(max_digits=4, decimal_places=3, default="1")
    slightly_behind_from = models.DecimalField(max_digits=4, decimal_places=3, default="0.8")
    self_acceptance = models.BooleanField(default=False)
    gap_to = models.CharField(max_length=5, choices=GapTo.choices, default=GapTo.BEST)
    two_step_for_leads = models.BooleanField(default=False)
    demonstration = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="initiative_fiscal_year_start", condition=Q(fiscal_year_start__range=(1, 12))
            ),
            models.CheckConstraint(
                name="initiative_coverage_floor", condition=Q(coverage_floor__range=(0, 1))
            ),
            models.CheckConstraint(
                name="initiative_rounded_to",
                condition=Q(rounded_to__in=(0, 5, 10), rounded_to__lte=models.F("suppression_threshold")),
            ),
            models.CheckConstraint(
                name="initiative_status_thresholds",
                condition=Q(slightly_behind_from__gte=0, on_track_from__gte=models.F("slightly_behind_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Sector(models.Model):
    """One of the fixed kinds of organisation; global reference data."""

    rights = READ_ONLY

    code = models.CharField(max_length=32, unique=True)
    position = models.PositiveSmallIntegerField()

    NAMES = {
        "government": _("Government"),
        "business": _("Business"),
        "nonprofit": _("Non-profit"),
        "philanthropy": _("Philanthropy"),
        "community": _("Community"),
        "education": _("Education"),
        "health": _("Health"),
        "faith": _("Faith"),
        "media": _("Media"),
    }

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The sector's name in the reader's language."""
        return str(self.NAMES[self.code])


class Place(TenantModel):
    """A place in the initiative's tree of places."""

    code = models.CharField(max_length=64, validators=[CODE])
    name = models.CharField(max_length=200)
    parent = TenantForeignKey("initiatives.Place", null=True, blank=True, related_name="children")

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["initiative", "code"], name="place_code")]

    def __str__(self) -> str:
        return self.name


class Partner(TenantModel):
    """An organisation taking part in one initiative."""

    carried = Carried(later=("main_contact", "backup_contact"))

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        LEFT = "left", _("Left")
        # Added by mistake: out of sight, and kept only because something that is never deleted names it.
        REMOVED = "removed", _("Removed")

    code = models.CharField(max_length=64, validators=[CODE])
    name = models.CharField(max_length=200)
    identifier = models.CharField(max_length=100, blank=True)
    roles = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    about = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ACTIVE)
    main_contact = TenantForeignKey("initiatives.Membership", null=True, blank=True, related_name="+")
    backup_contact = TenantForeignKey("initiatives.Membership", null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "code"], name="partner_code"),
            models.CheckConstraint(
                name="partner_two_contacts",
                condition=Q(main_contact=None)
                | Q(backup_contact=None)
                | ~Q(main_contact=models.F("backup_contact")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Affiliation(TenantModel):
    """A partner's sector and place from a day on; the latest row not after a day holds on that day."""

    partner = TenantForeignKey(Partner, models.CASCADE, related_name="affiliations")
    sector = models.ForeignKey(Sector, models.PROTECT, related_name="+")
    place = TenantForeignKey(Place, null=True, blank=True, related_name="+")
    starts_on = models.DateField(default=ALWAYS)

    class Meta:
        ordering = ["partner_id", "starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "partner", "starts_on"], name="affiliation_start")
        ]

    def __str__(self) -> str:
        return f"{self.partner_id}: {self.sector_id} {self.starts_on}"


class Group(TenantModel):
    """A steering committee or working group of the initiative.

    Its charter: `purpose`, `scope` (what belongs to it), `authority` (what it may decide), `who_sits`, the rule by
    which it decides, how often it meets (`rhythm`), how long a seat is held (`term`), how people treat each other
    (`norms`).
    """

    class Kind(models.TextChoices):
        STEERING = "steering_committee", _("Steering committee")
        WORKING = "working_group", _("Working group")

    class DecisionRule(models.TextChoices):
        CONSENT = "consent", _("Consent: no reasoned objection is left")
        CONSENSUS = "consensus", _("Consensus: everybody agrees")
        GRADIENT = "gradient", _("Gradient: everybody says from 1 to 5 how far they agree")
        MAJORITY = "majority", _("Majority of those present")
        DELEGATED = "delegated", _("Delegated: the co-chairs decide and answer for it")

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.WORKING)
    purpose = models.TextField(blank=True)
    scope = models.TextField(blank=True)
    authority = models.TextField(blank=True)
    who_sits = models.TextField(blank=True)
    decision_rule = models.CharField(max_length=10, choices=DecisionRule.choices, blank=True)
    rhythm = models.CharField(max_length=200, blank=True)
    term = models.CharField(max_length=200, blank=True)
    norms = models.TextField(blank=True)
    charter_agreed_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    close_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["initiative", "public_id"], name="group_public_id")]

    def __str__(self) -> str:
        return self.name


class GroupMember(TenantModel):
    """A person's seat in a group, from a day until a day."""

    group = TenantForeignKey(Group, models.CASCADE, related_name="members")
    membership = TenantForeignKey("initiatives.Membership", related_name="seats")
    co_chair = models.BooleanField(default=False)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "group", "membership"],
                condition=models.Q(until=None),
                name="group_member_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.group_id}: {self.membership_id}"
