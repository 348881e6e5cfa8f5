"""The pages of the six roles."""
