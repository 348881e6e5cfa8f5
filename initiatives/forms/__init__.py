"""The forms of the core: raw to clean, choices filled for an actor."""
