"""The shapes of backbone support's API."""
