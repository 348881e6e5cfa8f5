"""The project's addresses with the demo's one-click sign-in."""

from django.http import HttpResponse
from django.urls import path

from config.urls import urlpatterns as project

urlpatterns = [path("demo/", lambda request: HttpResponse(), name="demo_sign_in"), *project]
