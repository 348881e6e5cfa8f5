"""The forms of backbone support."""
