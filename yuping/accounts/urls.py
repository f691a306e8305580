"""Addresses of sign-in, the work list and one's own account."""

from django.urls import path

from yuping.accounts import views

app_name = "accounts"

urlpatterns = [
    path("", views.WorkListPage.as_view(), name="work_list"),
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-out/", views.SignOut.as_view(), name="sign_out"),
]
