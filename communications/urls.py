"""The pages of continuous communication; below /i/<slug>/communications/."""

from django.urls import path

from communications.views import digests, tasks

app_name = "communications"

urlpatterns = [
    path("digest/", digests.Digest.as_view(), name="digest"),
    path("tasks/", tasks.Tasks.as_view(), name="tasks"),
    path("tasks/<uuid:public_id>/", tasks.Task.as_view(), name="task"),
    path("tasks/<uuid:public_id>/done/", tasks.TickTask.as_view(), name="tick_task"),
]
