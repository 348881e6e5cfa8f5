"""Addresses of the tests of the look: the project's own, and the style guide that only DEBUG serves."""

from django.urls import include, path

from config.urls import urlpatterns as project

urlpatterns = [path("styleguide/", include("initiatives.styleguide")), *project]
