"""Addresses of the demo's own pages, which answer only where LAPOR_DEMO is on."""

from django.urls import path

from lapor.demo.views import hub, mail

urlpatterns = [
    path("demo/", hub.hub, name="demo"),
    path("demo/mail/", mail.mail, name="demo_mail"),
    path("demo/mail/<str:name>/", mail.letter, name="demo_letter"),
]
