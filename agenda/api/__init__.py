"""The API of the common agenda."""
