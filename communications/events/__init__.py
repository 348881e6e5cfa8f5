"""The facts that continuous communication announces: a module for each part, all known once this one is."""

from communications.events import meetings  # noqa: F401 - registers its facts
