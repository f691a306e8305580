"""Who accepts a hand-over: the new cadre himself where he signs in, else another person who may pair cadres."""

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q

from households.querysets import PairingQuerySet
from yuping.accounts import access
from yuping.accounts.models import Posting, User
from yuping.accounts.roles import Role, permissions_of
from yuping.core import clock

PAIR = "households.pair_cadre"
ACCEPT = "households.accept_pairing"


def with_accepter(rows: PairingQuerySet) -> PairingQuerySet:
    """Adds ``accepts_himself``: the new cadre has a sign-in by which he may, and it is not he who recorded it."""
    on = clock.today()
    posts = Posting.objects.alias(place=ExpressionWrapper(OuterRef("village_id"), output_field=CharField())).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on),
        role__in=[role for role in Role if ACCEPT in permissions_of(role)],
        valid_from__lte=on,
        confirmed_by__isnull=False,
        user__is_active=True,
        user=OuterRef("cadre__account"),
        place__startswith=F("area_code"),
    )
    return rows.annotate(
        accepts_himself=Exists(posts.exclude(user=OuterRef("recorded_by"))), account_id=F("cadre__account_id")
    )


def acceptable_by(user: User, rows: PairingQuerySet) -> PairingQuerySet:
    """Of the rows in which the person may accept, the waiting hand-overs that are his to accept."""
    rows = with_accepter(rows.waiting())
    for_another = Q(accepts_himself=False) & access.scope_of(user, PAIR).q("village") & ~Q(recorded_by=user)
    return rows.filter(Q(accepts_himself=True, account_id=user.pk) | for_another)
