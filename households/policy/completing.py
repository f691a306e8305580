"""Filling in what the identity number itself says: kind, birth date, sex, disability."""

import datetime
from dataclasses import replace

from households.facts import MemberFacts
from yuping.core.identity import Sex, parse_identity

SEX_CODES = {Sex.MALE: "1", Sex.FEMALE: "2"}


def completed(member: MemberFacts, *, today: datetime.date) -> MemberFacts:
    """The member with everything that the number tells; stated birth date and sex stay as stated.

    Raises ``BadIdentity`` with a code for each reason; a member without number comes back as he is.
    """
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
