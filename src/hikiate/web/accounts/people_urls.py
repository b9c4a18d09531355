"""People and limits."""

from django.urls import path

from hikiate.web.accounts import people

urlpatterns = [
    path("", people.people, name="people"),
    path("roles/", people.give_roles, name="people_roles"),
    path("limits/", people.give_limit, name="people_limit"),
    path("second-factor/", people.forget_factors, name="people_second_factor"),
    path("sessions/", people.log_out, name="people_sessions"),
    path("invitation/", people.make_invitation, name="people_invitation"),
]
