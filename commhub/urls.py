"""The doors: the admin for people, the API for apps, and a health check."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from commhub.desk.pages.outside import OutsideProofs, OutsideReview
from commhub.desk.pages.unclear import ClearView

urlpatterns = [
    path("", RedirectView.as_view(url="/admin/")),
    path("admin/", admin.site.urls),
    path("review/<str:token>/", OutsideReview.as_view(), name="outside_review"),
    path("review/<str:token>/proofs/<slug:kind>/<int:pk>/", OutsideProofs.as_view(), name="outside_proofs"),
    path("clear/<str:token>/", ClearView.as_view(), name="was_this_clear"),
    path("", include("commhub.api.urls")),
]
