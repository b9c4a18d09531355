"""Today: the verdict of the last close."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hikiate.web.base.access import page


@page()
def today(request: HttpRequest) -> HttpResponse:
    """The verdict of the last close."""
    return render(request, "console/today.html")
