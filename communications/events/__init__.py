"""The facts that continuous communication announces: a module for each part, all known once this one is."""

from communications.events import announcements, decisions, digests, lessons, meetings, voice  # noqa: F401 - registers their facts
