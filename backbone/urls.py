"""The pages of backbone support and those that gather from all apps; below /i/<slug>/."""

from django.urls import path

from backbone import views

app_name = "backbone"

urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("dashboard/", views.Dashboard.as_view(), name="dashboard"),
]
