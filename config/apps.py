from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The installation itself: commands, checks and logs that belong to no condition."""

    name = "config"

    def ready(self) -> None:
        from django_cotton.nested_tag_support import enable_nested_tag_support

        # The checks register themselves; the Celery app becomes the one that tasks are sent through.
        from config import celery, checks  # noqa: F401

        enable_nested_tag_support()
