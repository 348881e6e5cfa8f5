"""What lies outside the agenda's boundary."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from activities.models.activities import Population
from initiatives.kernel.tenancy import TenantForeignKey, TenantModel


class Outside(TenantModel):
    """People, a place and a strategy, two or three of them, for which together the agenda is not meant.

    Where they meet nobody is missed and nobody is too many. `until` is the day it was brought inside; empty as long as
    it stands.
    """

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    population = TenantForeignKey(Population, models.CASCADE, null=True, blank=True, related_name="+")
    place = TenantForeignKey("initiatives.Place", models.CASCADE, null=True, blank=True, related_name="+")
    strategy = TenantForeignKey("agenda.Strategy", models.CASCADE, null=True, blank=True, related_name="+")
    reason = models.TextField()
    said_by = TenantForeignKey("initiatives.Membership", related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-since", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="outside_public_id"),
            models.UniqueConstraint(
                fields=["initiative", "population", "place", "strategy"],
                condition=Q(until=None),
                nulls_distinct=False,
                name="outside_once",
            ),
        ]

    def __str__(self) -> str:
        return " · ".join(str(one) for one in (self.population, self.place, self.strategy) if one)
