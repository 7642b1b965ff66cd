"""The Django app that owns the tables."""

from django.apps import AppConfig


class StorageConfig(AppConfig):
    """Models are loaded from `models`, as Django wants it."""

    name = "sekisho.adapters.storage"
    label = "storage"
    default_auto_field = "django.db.models.BigAutoField"
