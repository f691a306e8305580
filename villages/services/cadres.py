"""Verbs on cadres."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction

from villages.models import Cadre
from villages.services.loading import area_of, digest_of_rows
from yuping.accounts import access
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.codes import code_list
from yuping.core.errors import BadInput, at_field
from yuping.core.identity import IdentityKind, Sex, parse_identity
from yuping.core.phone import parse_phone
from yuping.core.text import clean_line, clean_name
from yuping.core.vault import index_of

REGISTER = "villages.register_cadre"
EDIT = "villages.edit_cadre"
PHONE_PURPOSE, ID_PURPOSE = "cadre_phone", "cadre_identity"
CODES = ("rank", "sex", "political_status", "unit_kind", "unit_level", "team_post")
PHONE = ("phone", "phone_index", "phone_last4")
IDENTITY = ("id_number", "id_index")
COLUMNS = ("name", "unit", "position", "area_code", "active", "account", *CODES, *PHONE, *IDENTITY)
SEX_CODES = {Sex.MALE: "1", Sex.FEMALE: "2"}


@dataclass(frozen=True)
class CadreRow:
    """A cadre as typed; ``area_code`` is the county, township or village of his unit, the rest codes of their lists."""

    name: str
    unit: str
    area_code: str
    position: str = ""
    rank: str = ""
    phone: str = field(default="", repr=False)
    sex: str = ""
    political_status: str = ""
    unit_kind: str = ""
    unit_level: str = ""
    team_post: str = ""
    id_number: str = field(default="", repr=False)
    # The name by which he signs in, if he does.
    username: str = ""


def register_cadre(*, actor: User, reason: str = "", **typed: str) -> Cadre:
    """Enter one cadre, given by the fields of ``CadreRow``; see ``register_cadres``."""
    return register_cadres(actor=actor, rows=[CadreRow(**typed)], reason=reason)[0]


def register_cadres(*, actor: User, rows: Sequence[CadreRow], reason: str = "") -> list[Cadre]:
    """Enter several cadres, all or none.

    Raises BadInput for a name or unit left out, a number that is none or is another cadre's, an area out of reach.
    """
    with transaction.atomic():
        scope = access.require(actor, REGISTER)
        cadres = [_filled(Cadre(), row) for row in rows]
        if not all(scope.covers(cadre.area_code) for cadre in cadres):
            raise BadInput("cadre_area", field="area_code")
        _write(cadres, lambda: Cadre.objects.bulk_create(cadres))
        record_act(
            actor=actor,
            verb=REGISTER,
            obj=cadres[0],
            area_code=area_of(cadre.area_code for cadre in cadres),
            reason=reason,
            facts={"count": len(cadres), "digest": digest_of_rows((c.pk, c.name, c.unit) for c in cadres)},
        )
        return cadres


def edit_cadre(
    *,
    actor: User,
    cadre_id: int,
    row: CadreRow,
    keep_phone: bool,
    active: bool,
    keep_number: bool = True,
    reason: str = "",
) -> Cadre:
    """Change a cadre's data, or that he is in office.

    ``keep_phone`` and ``keep_number`` leave the sealed phone and identity number as they are.
    """
    with transaction.atomic():
        cadre = Cadre.objects.for_action(actor, EDIT).get(pk=cadre_id)
        if not access.require(actor, EDIT).covers(row.area_code):
            raise BadInput("cadre_area", field="area_code")
        kept = (*(PHONE if keep_phone else ()), *(IDENTITY if keep_number else ()))
        before = {name: getattr(cadre, name) for name in kept}
        _filled(cadre, row)
        for name, value in before.items():
            setattr(cadre, name, value)
        cadre.active = active
        _write([cadre], lambda: cadre.save(update_fields=COLUMNS))
        record_act(actor=actor, verb=EDIT, obj=cadre, area_code=cadre.area_code, reason=reason)
        return cadre


def _filled(cadre: Cadre, row: CadreRow) -> Cadre:
    cadre.name, cadre.unit = clean_name(row.name), clean_line(row.unit, max_length=80)
    for name in ("name", "unit"):
        if not getattr(cadre, name):
            raise BadInput("cadre_needed", field=name)
    if len(row.area_code) not in (6, 9, 12) or not row.area_code.isascii() or not row.area_code.isdigit():
        raise BadInput("cadre_area", field="area_code")
    cadre.position, cadre.area_code = clean_line(row.position, max_length=60), row.area_code
    for name in CODES:
        code = getattr(row, name)
        if code and code not in code_list(Cadre._meta.get_field(name).code_set):
            raise BadInput("cadre_code", field=name)
        setattr(cadre, name, code)
    with at_field("phone"):
        cadre.phone = parse_phone(row.phone) if row.phone else ""
    cadre.phone_last4 = cadre.phone[-4:]
    cadre.phone_index = index_of(cadre.phone, PHONE_PURPOSE) if cadre.phone else ""
    _identify(cadre, row)
    cadre.account = _account_of(cadre, row.username.strip())
    return cadre


def _account_of(cadre: Cadre, username: str) -> User | None:
    """His own sign-in: a name that is another person's is none of his, whosever it is."""
    if not username:
        return None
    account = User.objects.filter(username__iexact=username, full_name=cadre.name, is_active=True).first()
    if account is None:
        raise BadInput("cadre_account_unknown", field="username", name=cadre.name)
    if Cadre.unguarded.filter(account=account).exclude(pk=cadre.pk).exists():
        raise BadInput("cadre_account_taken", field="username")
    return account


def _identify(cadre: Cadre, row: CadreRow) -> None:
    """The sealed number, and the sex that it tells where none was given."""
    cadre.id_number = cadre.id_index = ""
    if not row.id_number:
        return
    with at_field("id_number"):
        number = parse_identity(row.id_number, on=clock.today())
    if number.kind is not IdentityKind.RESIDENT:
        raise BadInput("cadre_identity_card", field="id_number")
    sex = SEX_CODES[number.sex]
    if row.sex and row.sex != sex:
        raise BadInput("cadre_sex", field="sex")
    cadre.sex = sex
    cadre.id_number = number.canonical18
    cadre.id_index = index_of(number.canonical18, ID_PURPOSE)


def _write(cadres: Sequence[Cadre], write: Callable[[], object]) -> None:
    """Write the cadres; raises BadInput at the number that another one has."""
    try:
        with transaction.atomic():
            write()
    except IntegrityError as error:
        others = Cadre.unguarded.exclude(pk__in=[cadre.pk for cadre in cadres if cadre.pk])
        numbers = [cadre.id_index for cadre in cadres if cadre.id_index]
        if len(set(numbers)) < len(numbers) or others.filter(id_index__in=numbers).exists():
            raise BadInput("cadre_identity_taken", field="id_number") from error
        raise BadInput("cadre_phone_taken", field="phone") from error
