"""The pages of the core."""

from django.urls import path

from initiatives.views import start

app_name = "initiatives"

urlpatterns = [
    path("", start.MyInitiatives.as_view(), name="mine"),
    path("initiatives/new/", start.NewInitiative.as_view(), name="new"),
    path("i/<slug:slug>/setup/", start.FirstPartners.as_view(), name="setup"),
]
