"""The API of the core."""
