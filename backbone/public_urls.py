"""What is open to everybody, below /p/<slug>/."""

from django.urls import path

from backbone.views import public, public_voice

urlpatterns = [
    path("", public.Home.as_view(), name="public_page"),
    path("plan/", public.Plan.as_view(), name="public_plan"),
    path("figures/", public.Figures.as_view(), name="public_figures"),
    path("figures/<str:code>/", public.Figure.as_view(), name="public_figure"),
    path("figures.csv", public.Data.as_view(), name="public_csv"),
    path("figures.xlsx", public.Data.as_view(kind="xlsx"), name="public_xlsx"),
    path("datapackage.zip", public.Data.as_view(kind="package"), name="public_package"),
    path("open-sdg/<str:code>.csv", public.OpenSdg.as_view(), name="public_open_sdg"),
    path("reports/<uuid:public_id>/", public.PublicReport.as_view(), name="public_report"),
    path("reports/<uuid:public_id>/slides/", public.PublicSlides.as_view(), name="public_slides"),
    path("reports/<uuid:public_id>/pdf/", public.PublicPdf.as_view(), name="public_pdf"),
    path("voice.json", public_voice.VoiceFile.as_view(), name="public_voice"),
    path("said/", public_voice.YouSaid.as_view(), name="public_said"),
    path("say/", public_voice.Say.as_view(), name="public_say"),
    path("say/thanks/", public_voice.Thanks.as_view(), name="public_thanks"),
    path("say/<uuid:public_id>/", public_voice.Say.as_view(), name="public_say_to"),
    path("embed/", public.EmbeddedScorecard.as_view(), name="embedded_scorecard"),
    path("embed/<str:code>/", public.EmbeddedFigure.as_view(), name="embedded_figure"),
    path("picture.png", public.Picture.as_view(), name="public_picture"),
]
