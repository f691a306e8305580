"""Addresses of sign-in, the work list, one's own account, people and postings."""

from django.urls import path

from yuping.accounts import views

app_name = "accounts"

urlpatterns = [
    path("", views.WorkListPage.as_view(), name="work_list"),
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-out/", views.SignOut.as_view(), name="sign_out"),
    path("language/", views.ChooseLanguage.as_view(), name="language"),
    path("password/", views.ChangePassword.as_view(), name="change_password"),
    path("demo-date/", views.MoveDemoDate.as_view(), name="move_demo_date"),
]
