"""People and their postings. A posting is user, role, area and period in one row."""

import pgtrigger
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yuping.accounts import roles
from yuping.core import guards
from yuping.core.characters import for_reader
from yuping.core.history import tracked

ROLE_LABELS = {
    roles.Role.VILLAGE_CADRE: _("village cadre"),
    roles.Role.TOWNSHIP_CLERK: _("township clerk"),
    roles.Role.POVERTY_OFFICE: _("county poverty office"),
    roles.Role.INVESTMENT_COMPANY: _("county investment company"),
    roles.Role.CREDIT_UNION: _("credit union officer"),
    roles.Role.FINANCE_APPROVER: _("county finance approver"),
    roles.Role.FINANCE_CASHIER: _("county finance cashier"),
    roles.Role.LEADERSHIP: _("leadership"),
    roles.Role.AUDITOR: _("auditor"),
    roles.Role.SYSTEM_ADMIN: _("system administrator"),
    roles.Role.SECURITY_ADMIN: _("security administrator"),
    roles.Role.AUDIT_ADMIN: _("audit administrator"),
}


# Signing in changes nothing about the account, and no password stands in the history.
@tracked(leave_out=("password", "last_login"))
class User(AbstractBaseUser):
    """One named person. What he may do follows from his postings alone; there is no superuser."""

    username = models.CharField(_("sign-in name"), max_length=40, unique=True)
    full_name = models.CharField(_("full name"), max_length=60)
    unit = models.CharField(_("unit"), max_length=80)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    must_change_password = models.BooleanField(_("must change the password"), default=True)
    password_changed_at = models.DateTimeField(_("password changed"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now)

    objects = BaseUserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name", "unit"]

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["username"]
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="accounts_username_ignores_case",
                violation_error_message=_("This sign-in name is taken."),
            )
        ]
        triggers = [guards.frozen(["username", "created_at"])]

    def __str__(self) -> str:
        return self.full_name

    def get_absolute_url(self) -> str:
        return reverse("accounts:user_detail", args=[self.pk])

    @property
    def is_staff(self) -> bool:
        """The record pages of the admin open for anybody with a posting; each shows only what he may see."""
        return self.is_active

    def has_perm(self, permission: str, obj: object = None) -> bool:
        """Django's question, answered from the postings (``accounts.backends``)."""
        from django.contrib.auth.models import _user_has_perm

        return self.is_active and _user_has_perm(self, permission, obj)

    def has_perms(self, permissions: list[str], obj: object = None) -> bool:
        return all(self.has_perm(permission, obj) for permission in permissions)

    def has_module_perms(self, app_label: str) -> bool:
        from django.contrib.auth.models import _user_has_module_perms

        return self.is_active and _user_has_module_perms(self, app_label)


class FormerPassword(models.Model):
    """A password that was replaced, as its hash: the last ones are not chosen again."""

    append_only = True

    user = models.ForeignKey(User, models.PROTECT, related_name="former_passwords", verbose_name=_("person"))
    password = models.CharField(max_length=128)
    replaced_at = models.DateTimeField(_("replaced at"), default=timezone.now)

    class Meta:
        verbose_name = _("former password")
        verbose_name_plural = _("former passwords")
        triggers = guards.append_only()

    def __str__(self) -> str:
        return f"{self.user} {self.replaced_at:%Y-%m-%d}"


def _incompatible_postings() -> pgtrigger.Trigger:
    """No two postings of one person, in force at the same time, whose roles must not meet."""
    pairs = ", ".join(
        f"('{a}', '{b}')" for pair in sorted(map(sorted, roles.INCOMPATIBLE)) for a, b in (pair, pair[::-1])
    )
    return pgtrigger.Trigger(
        name="incompatible_roles",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"""
            PERFORM 1 FROM accounts_user WHERE id = NEW.user_id FOR UPDATE;
            IF EXISTS (
                SELECT 1 FROM accounts_posting other
                WHERE other.user_id = NEW.user_id AND other.id IS DISTINCT FROM NEW.id
                  AND daterange(other.valid_from, other.valid_to, '[]')
                      && daterange(NEW.valid_from, NEW.valid_to, '[]')
                  AND (other.role, NEW.role) IN ({pairs})
            ) THEN
                {guards.refuse("these two roles must not meet in one person")}
            END IF;
            RETURN NEW;
        """,
    )


@tracked()
class Posting(models.Model):
    """A person holds a role for an area over a period. Asked for by one administrator, confirmed by another."""

    user = models.ForeignKey(User, models.PROTECT, related_name="postings", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=30, choices=[(role.value, ROLE_LABELS[role]) for role in roles.Role])
    area_code = models.CharField(_("area code"), max_length=12)
    area_name = models.CharField(_("area"), max_length=60)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)
    requested_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("requested by")
    )
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("confirmed by")
    )

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        ordering = ["user", "valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(area_code__regex=r"^(\d{6}|\d{9}|\d{12})$"), name="accounts_posting_area_level"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="accounts_posting_period",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("requested_by")),
                name="accounts_posting_two_people",
                violation_error_message=_("Another administrator has to confirm the posting."),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("user")),
                name="accounts_posting_not_by_oneself",
            ),
        ]
        # What two administrators agreed on is not changed afterwards: another role or area is another posting.
        triggers = [
            _incompatible_postings(),
            guards.no_delete(),
            guards.frozen(["user_id", "role", "area_code", "area_name", "valid_from", "requested_by_id"]),
            guards.frozen(["confirmed_by_id"], name="confirmed_once", unless="OLD.confirmed_by_id IS NULL"),
            guards.frozen(
                ["valid_to"],
                name="not_prolonged",
                unless="OLD.valid_to IS NULL OR coalesce(NEW.valid_to <= OLD.valid_to, FALSE)",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {for_reader(self.area_name)}"

    def get_absolute_url(self) -> str:
        return self.user.get_absolute_url()


class SignInAttemptQuerySet(models.QuerySet):
    """Attempts to sign in."""

    def as_seen(self) -> "SignInAttemptQuerySet":
        """Without the row that was written before a check that succeeded: for a reader the two are one attempt."""
        after = SignInAttempt.objects.filter(
            username=OuterRef("username"), address=OuterRef("address"), pk__gt=OuterRef("pk")
        ).order_by("pk")
        then = self.annotate(then=Coalesce(Subquery(after.values("outcome")[:1]), Value("")))
        return then.exclude(outcome=SignInAttempt.Outcome.FAILED, then=SignInAttempt.Outcome.SUCCEEDED)


class SignInAttempt(models.Model):
    """One try to sign in. A success or an unlocking by the security administrator clears the failures before it.

    A try is written as failed before the password is checked; a success adds a row of its own.
    """

    append_only = True

    class Outcome(models.TextChoices):
        FAILED = "failed", _("failed")
        SUCCEEDED = "succeeded", _("succeeded")
        UNLOCKED = "unlocked", _("unlocked")

    username = models.CharField(_("sign-in name"), max_length=40)
    address = models.GenericIPAddressField(_("network address"), null=True)
    at = models.DateTimeField(_("at"), default=timezone.now)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)

    objects = SignInAttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-in attempt")
        verbose_name_plural = _("sign-in attempts")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["username", "-at"], name="accounts_attempts_of_person"),
            models.Index(fields=["address", "-at"], name="accounts_attempts_from"),
        ]
        triggers = guards.append_only()

    def __str__(self) -> str:
        return f"{self.username} {self.outcome}"


class SentForm(models.Model):
    """A form that was carried out, by the digest of what was sent: sent twice, it is done once. Kept for some days."""

    erasable = True

    key = models.CharField(_("digest"), max_length=128, primary_key=True)
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("user"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    led_to = models.CharField(_("led to"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("form that was sent")
        verbose_name_plural = _("forms that were sent")
        ordering = ["-at"]
        indexes = [models.Index(fields=["user", "at"], name="accounts_sent_forms")]

    def __str__(self) -> str:
        return f"{self.user} {self.at}"
