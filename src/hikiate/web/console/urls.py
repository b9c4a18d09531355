"""The pages of the console."""

from django.urls import path

from hikiate.web.console.papers import paper, papers
from hikiate.web.console.today import today

urlpatterns = [
    path("", today, name="today"),
    path("analyses/", papers, name="papers"),
    path("analyses/<str:name>.<str:language>.<str:form>", paper, name="paper"),
]
