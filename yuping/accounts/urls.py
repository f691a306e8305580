"""Addresses of sign-in, the work list, one's own account, people and postings."""

from django.urls import path

from yuping.accounts.views import own, people

app_name = "accounts"

urlpatterns = [
    path("", own.WorkListPage.as_view(), name="work_list"),
    path("sign-in/", own.SignIn.as_view(), name="sign_in"),
    path("sign-out/", own.SignOut.as_view(), name="sign_out"),
    path("language/", own.ChooseLanguage.as_view(), name="language"),
    path("password/", own.ChangePassword.as_view(), name="change_password"),
    path("demo-date/", own.MoveDemoDate.as_view(), name="move_demo_date"),
    path("people/", people.UserList.as_view(), name="user_list"),
    path("people/new/", people.CreateUser.as_view(), name="create_user"),
    path("people/<int:pk>/", people.UserDetail.as_view(), name="user_detail"),
    path("people/<int:pk>/reset-password/", people.ResetPassword.as_view(), name="reset_password"),
    path("people/<int:pk>/disable/", people.DisableUser.as_view(), name="disable_user"),
    path("people/<int:pk>/unlock/", people.UnlockUser.as_view(), name="unlock_user"),
    path("people/<int:pk>/posting/", people.RequestPosting.as_view(), name="request_posting"),
    path("postings/", people.PostingList.as_view(), name="posting_list"),
    path("postings/<int:pk>/confirm/", people.ConfirmPosting.as_view(), name="confirm_posting"),
    path("postings/<int:pk>/end/", people.EndPosting.as_view(), name="end_posting"),
    path("sign-ins/", people.SignInAttemptList.as_view(), name="sign_in_attempt_list"),
]
