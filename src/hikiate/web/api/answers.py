"""Whatever fails below /api/v1 is told as a problem, also what never reached an operation."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from hikiate.web.api.problems import MEDIA_TYPE, STATUSES, problem

PREFIX = "/api/v1/"
_FIRST_PROBLEM = 400

Answer = Callable[[HttpRequest], HttpResponse]


def problems(answer: Answer) -> Answer:
    """Turn pages of failure into problems: an unknown address, a wrong method, a failure of ours."""

    def answered(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        if not request.path.startswith(PREFIX) or response.status_code < _FIRST_PROBLEM:
            return response
        if response.headers.get("Content-Type", "").startswith(MEDIA_TYPE):
            return response
        told = problem(request, STATUSES.get(response.status_code, "malformed"))
        if "Allow" in response.headers:
            told.headers["Allow"] = response.headers["Allow"]
        return told

    return answered
