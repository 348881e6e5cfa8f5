"""The forms of shared measurement."""
