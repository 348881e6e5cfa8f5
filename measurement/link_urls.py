"""The pages behind a hand-in link, for people without an account; below /hand-in/."""

from django.urls import path

from measurement.views import linked

urlpatterns = [
    path("form/<uuid:link_id>/", linked.LinkedForm.as_view(), name="linked_request"),
    path("form/<uuid:link_id>/check/", linked.LinkedCheck.as_view(), name="linked_check"),
    path("form/<uuid:link_id>/evidence/", linked.LinkedAddEvidence.as_view(), name="linked_add_evidence"),
    path("form/<uuid:link_id>/confirm/", linked.LinkedConfirm.as_view(), name="linked_confirm"),
    path("form/<uuid:link_id>/take-back/", linked.LinkedTakeBack.as_view(), name="linked_take_back"),
    path(
        "form/<uuid:link_id>/evidence/<uuid:evidence_id>/",
        linked.LinkedEvidenceFile.as_view(),
        name="linked_evidence",
    ),
    path(
        "form/<uuid:link_id>/evidence/<uuid:evidence_id>/remove/",
        linked.LinkedRemoveEvidence.as_view(),
        name="linked_remove_evidence",
    ),
    path("<str:secret>/", linked.StartByLink.as_view(), name="hand_in_link"),
]
