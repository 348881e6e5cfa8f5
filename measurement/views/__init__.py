"""The pages of shared measurement."""
