"""The pages of the common agenda."""
