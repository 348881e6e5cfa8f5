"""The facts that mutually reinforcing activities announce: a module for each part, all known once this one is."""

from activities.events import around, hearing, together, work  # noqa: F401 - registers their facts
