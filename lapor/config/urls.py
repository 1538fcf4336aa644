"""Every address of the desk."""

from django.urls import include, path

from lapor.config import health

handler500 = "lapor.config.errors.server_error"
urlpatterns = [
    path("sehat/", health.health, name="health"),
    path("siap/", health.ready, name="ready"),
    path("", include("lapor.public.urls")),
    path("", include("lapor.account.urls")),
    path("", include("lapor.officer.urls")),
    path("", include("lapor.demo.urls")),
]
