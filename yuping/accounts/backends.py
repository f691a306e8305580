"""Signing in, and Django's permission questions answered from postings."""

from django.contrib.auth.backends import ModelBackend

from yuping.accounts import access
from yuping.accounts.models import User


class PostingBackend(ModelBackend):
    """Permissions are those of the postings in force; groups and per-user rights play no part."""

    def has_perm(self, user_obj: User, perm: str, obj: object = None) -> bool:
        return user_obj.is_active and access.may(user_obj, perm)

    def has_module_perms(self, user_obj: User, app_label: str) -> bool:
        prefix = f"{app_label}."
        return any(
            permission.startswith(prefix)
            for posting in access.postings_of(user_obj)
            for permission in access.roles.permissions_of(posting.role)
        )

    def get_all_permissions(self, user_obj: User, obj: object = None) -> set[str]:
        return set(access.roles.all_permissions(posting.role for posting in access.postings_of(user_obj)))
