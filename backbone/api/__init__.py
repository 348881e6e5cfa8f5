"""The API of backbone support."""
