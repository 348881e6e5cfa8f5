"""Accents are folded where decisions and lessons are searched."""

from django.contrib.postgres.operations import UnaccentExtension
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("communications", "0004_decisions_tenancy")]

    operations = [UnaccentExtension()]
