"""The API of shared measurement."""
