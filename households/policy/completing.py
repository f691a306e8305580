"""Filling in what the identity number itself says: kind, birth date, sex, disability."""

import datetime
from dataclasses import replace

from households.facts import MemberFacts
from yuping.core.identity import Sex, parse_identity
from yuping.core.text import BadText, clean_name

SEX_CODES = {Sex.MALE: "1", Sex.FEMALE: "2"}


def spelled(name: str) -> str:
    """A name as names are stored; one that can't be stored as it was typed."""
    try:
        return clean_name(name)
    except BadText:
        return name


def completed(member: MemberFacts, *, today: datetime.date) -> MemberFacts:
    """The member with his name as names are stored and everything that the number tells; what is stated of birth
    date and sex stays.

    Raises ``BadText`` for the name, ``BadIdentity`` for the number, with a code for each reason.
    """
    name = clean_name(member.name)
    if name != member.name:
        member = replace(member, name=name)
    if not member.id_number:
        return member
    identity = parse_identity(member.id_number, on=today)
    return replace(
        member,
        id_number=identity.raw,
        canonical18=identity.canonical18,
        id_kind=identity.kind.value,
        birth_date=member.birth_date or identity.birth_date,
        sex=member.sex or SEX_CODES[identity.sex],
        disability_class=str(identity.disability_class or member.disability_class or ""),
        disability_grade=str(identity.disability_grade or member.disability_grade or ""),
    )
