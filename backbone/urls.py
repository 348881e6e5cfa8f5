"""The pages of backbone support and those that gather from all apps; below /i/<slug>/."""

from django.urls import path

from backbone.views import dashboard, homes

app_name = "backbone"

urlpatterns = [
    path("", homes.Home.as_view(), name="home"),
    path("dashboard/", dashboard.Dashboard.as_view(), name="dashboard"),
]
