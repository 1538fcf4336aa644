"""Every address of the desk."""

from django.urls import include, path

urlpatterns = [
    path("", include("lapor.public.urls")),
    path("", include("lapor.account.urls")),
    path("", include("lapor.officer.urls")),
]
