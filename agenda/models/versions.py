"""The common agenda: its versions, their text, causes and charts, and what is said about them."""

import uuid

from django.db import models
from django.db.models import Q

from agenda.words import IN_FORCE, AdoptionRule, AgendaState, SectionKey
from initiatives.kernel.carrying import Carried
from initiatives.kernel.tenancy import TenantForeignKey, TenantModel


class CommonAgenda(TenantModel):
    """One version of the agreed statement. Rule and quorum are those it was proposed under.

    `contents` are goals, strategies and causes as they stood when it was proposed (agenda/contents.py); None while
    it is written. `result` is how partners stood when it was superseded.
    """

    carried = Carried(
        plain=(
            "contents",
            "result",
        )
    )

    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=16, choices=AgendaState.choices, default=AgendaState.DRAFTING)
    supersedes = TenantForeignKey("agenda.CommonAgenda", null=True, blank=True, related_name="followers")
    change_note = models.TextField(blank=True)
    started_at = models.DateTimeField()
    proposed_on = models.DateField(null=True, blank=True)
    adopted_on = models.DateField(null=True, blank=True)
    superseded_on = models.DateField(null=True, blank=True)
    review_due = models.DateField(null=True, blank=True)
    rule = models.CharField(max_length=12, choices=AdoptionRule.choices, default=AdoptionRule.MAJORITY)
    quorum = models.PositiveSmallIntegerField(default=50)
    contents = models.JSONField(null=True, blank=True)
    result = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "number"], name="agenda_number"),
            models.UniqueConstraint(
                fields=["initiative"],
                condition=Q(state__in=[state.value for state in sorted(IN_FORCE)]),
                name="agenda_one_in_force",
            ),
            models.UniqueConstraint(
                fields=["initiative"],
                condition=Q(state__in=["drafting", "in_consultation", "proposed"]),
                name="agenda_one_to_come",
            ),
            models.CheckConstraint(name="agenda_quorum", condition=Q(quorum__range=(0, 100))),
            models.CheckConstraint(
                name="agenda_adopted_on",
                condition=~Q(state__in=[state.value for state in sorted(IN_FORCE)])
                | Q(adopted_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.number}"


class AgendaSection(TenantModel):
    """The text of one part of a version. Paragraphs are parted by an empty line."""

    agenda = TenantForeignKey(CommonAgenda, models.CASCADE, related_name="sections")
    key = models.CharField(max_length=16, choices=SectionKey.choices)
    text = models.TextField(blank=True)
    saved_at = models.DateTimeField()
    saved_by = TenantForeignKey("initiatives.Membership", related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["initiative", "agenda", "key"], name="section_once")]

    def __str__(self) -> str:
        return f"{self.agenda_id}: {self.key}"


class PlacedChart(TenantModel):
    """An indicator's course, placed in a version's problem statement.

    Live while the version is written; `frozen` keeps what readers were shown when it was adopted (queries/charts.py).
    """

    carried = Carried(plain=("frozen",))

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    agenda = TenantForeignKey(CommonAgenda, models.CASCADE, related_name="charts")
    indicator = TenantForeignKey("measurement.Indicator", related_name="+")
    caption = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    frozen = models.JSONField(null=True, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="placed_chart_public_id"),
            models.UniqueConstraint(fields=["initiative", "agenda", "indicator"], name="placed_chart_once"),
        ]

    def __str__(self) -> str:
        return f"{self.agenda_id}: {self.indicator_id}"


class Cause(TenantModel):
    """A cause of the problem, below the cause that it explains (none: the problem itself)."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    agenda = TenantForeignKey(CommonAgenda, models.CASCADE, related_name="causes")
    parent = TenantForeignKey("agenda.Cause", null=True, blank=True, related_name="children")
    text = models.CharField(max_length=300)
    evidence = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="cause_public_id"),
            models.CheckConstraint(
                name="cause_not_its_own", condition=Q(parent=None) | ~Q(parent=models.F("id"))
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Comment(TenantModel):
    """What somebody says about a paragraph (`quote`, as it stood) of a section, a goal or a strategy; or a reply."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    agenda = TenantForeignKey(CommonAgenda, models.CASCADE, related_name="comments")
    about = models.CharField(max_length=16)
    quote = models.TextField(blank=True)
    answers = TenantForeignKey(
        "agenda.Comment", models.CASCADE, null=True, blank=True, related_name="replies"
    )
    text = models.TextField()
    author = TenantForeignKey("initiatives.Membership", related_name="+")
    written_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = TenantForeignKey("initiatives.Membership", null=True, blank=True, related_name="+")
    resolution = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["written_at", "id"]
        constraints = [models.UniqueConstraint(fields=["initiative", "public_id"], name="comment_public_id")]
        indexes = [models.Index(fields=["initiative", "agenda", "written_at"], name="comment_of_agenda")]

    def __str__(self) -> str:
        return self.text[:60]
