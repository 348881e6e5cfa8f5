"""Reports by link, below /shared/."""

from django.urls import path

from backbone.views import shared

urlpatterns = [
    path("<str:secret>/", shared.SharedReport.as_view(), name="shared_report"),
    path("<str:secret>/slides/", shared.SharedSlides.as_view(), name="shared_slides"),
    path("<str:secret>/pdf/", shared.SharedPdf.as_view(), name="shared_pdf"),
]
