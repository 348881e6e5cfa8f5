"""Reminders of tasks; the tasks themselves are the core's."""

from django.db import models

from initiatives.kernel.reminding import SentReminder
from initiatives.kernel.tenancy import TenantForeignKey


class TaskReminder(SentReminder):
    """A reminder of a task whose day has passed."""

    task = TenantForeignKey("initiatives.ActionItem", models.CASCADE, related_name="+")

    class Meta(SentReminder.Meta):
        constraints = [
            models.UniqueConstraint(fields=["initiative", "task", "day"], name="task_reminder_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.task_id}: {self.day}"
