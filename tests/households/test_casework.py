"""Visits, measures, trainings, relocations, pairings, documents, identification."""

import datetime
import hashlib
from decimal import Decimal
from pathlib import Path

import pytest

from households import services
from households.models import Document, Household, Identification, Pairing, Visit
from tests.dividends.conftest import PHOTO
from tests.households.factories import id_of, make_household, make_member
from tests.pictures import GPS, from_a_telephone, pdf, png, png_with_text
from villages.models import Cadre, Village
from yuping.accounts.models import User
from yuping.audit.models import AuditEntry
from yuping.core.errors import BadInput, MissingVerb, NotAllowedNow, SamePerson

NOV = datetime.date(2016, 11, 1)
PNG = png(40, 30)


@pytest.fixture
def household(village: Village) -> Household:
    return make_household(village)


@pytest.fixture
def cadre(village: Village) -> Cadre:
    return Cadre.unguarded.create(name="杨帆", unit="镇政府", area_code=village.pk[:9])


def visit(household: Household, **values: object) -> services.VisitRow:
    given = {"date": NOV, "visitor": "杨帆", "theme": "入户走访", "content": "了解生产生活情况"}
    if values.get("problem"):
        given |= {"responsible_unit": "镇村建中心", "due_on": datetime.date(2016, 12, 20)}
    return services.VisitRow(household_id=household.pk, **{**given, **values})


def test_a_visit_with_a_problem_stays_open_until_it_is_closed(clerk: User, household: Household) -> None:
    due = datetime.date(2016, 11, 20)
    row = visit(household, problem="房屋漏雨", appeal_class="05", measure="修缮屋顶", due_on=due)
    found = services.record_visit(actor=clerk, row=row)

    services.close_problem(actor=clerk, visit_id=found.pk, closed_on=datetime.date(2016, 11, 15), result="已修缮")

    found.refresh_from_db()
    assert (found.problem_state, found.measure, found.result) == ("closed", "修缮屋顶", "已修缮")
    assert (found.closed_by, found.closing_confirmed) == (clerk, False)
    assert AuditEntry.objects.filter(verb__in=["households.record_visit", "households.close_problem"]).count() == 2


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"date": datetime.date(2016, 12, 2)}, "future_date"),
        ({"problem": "漏雨"}, "problem_needs_class"),
        ({"problem": "漏雨", "appeal_class": "05", "responsible_unit": " "}, "problem_needs_owner"),
        ({"problem": "漏雨", "appeal_class": "05", "due_on": None}, "problem_needs_day"),
        ({"problem": "漏雨", "appeal_class": "05", "due_on": datetime.date(2016, 10, 31)}, "due_before_visit"),
        ({"content": " "}, "required"),
        ({"closed_on": NOV}, "closed_before_visit"),
    ],
    ids=["future", "no class", "nobody's", "no day", "day before the visit", "no content", "closed without problem"],
)
def test_a_visit_that_does_not_fit_is_refused(
    clerk: User, household: Household, values: dict[str, object], code: str
) -> None:
    with pytest.raises(BadInput, match=code):
        services.record_visit(actor=clerk, row=visit(household, **values))


def test_a_cadres_visit_lies_within_his_pairing(clerk: User, household: Household, cadre: Cadre) -> None:
    services.pair_cadre(actor=clerk, household_id=household.pk, cadre_id=cadre.pk, from_on=NOV)
    services.record_visit(actor=clerk, row=visit(household, cadre_id=cadre.pk))

    with pytest.raises(BadInput, match="visit_outside_pairing"):
        services.record_visit(actor=clerk, row=visit(household, cadre_id=cadre.pk, date=datetime.date(2016, 10, 31)))


def test_a_hand_over_counts_once_another_person_accepts_it(
    clerk: User, second_clerk: User, household: Household, cadre: Cadre
) -> None:
    first = services.pair_cadre(actor=clerk, household_id=household.pk, cadre_id=cadre.pk, from_on=NOV)
    other = Cadre.unguarded.create(name="吴兰", unit="镇政府", area_code=cadre.area_code)
    day = datetime.date(2016, 11, 20)

    second = services.pair_cadre(actor=clerk, household_id=household.pk, cadre_id=other.pk, from_on=day)
    assert Pairing.unguarded.get(pk=first.pk).to_on is None
    with pytest.raises(SamePerson, match="hand_over_takes_two"):
        services.accept_pairing(actor=clerk, pairing_id=second.pk, accepted_on=day)
    services.accept_pairing(actor=second_clerk, pairing_id=second.pk, accepted_on=day)

    assert Pairing.unguarded.get(pk=first.pk).to_on == datetime.date(2016, 11, 19)
    assert Pairing.unguarded.get(pk=second.pk).accepted_on == day


def test_only_one_hand_over_waits(clerk: User, household: Household, cadre: Cadre) -> None:
    services.pair_cadre(actor=clerk, household_id=household.pk, cadre_id=cadre.pk, from_on=NOV)
    others = [Cadre.unguarded.create(name=name, unit="镇政府", area_code=cadre.area_code) for name in ("甲", "乙")]
    later = datetime.date(2016, 11, 20)
    services.pair_cadre(actor=clerk, household_id=household.pk, cadre_id=others[0].pk, from_on=later)

    with pytest.raises(NotAllowedNow, match="pairing_waiting"):
        services.pair_cadre(actor=clerk, household_id=household.pk, cadre_id=others[1].pk, from_on=later)


def test_many_visits_are_one_act(clerk: User, village: Village) -> None:
    rows = [visit(make_household(village, number=number)) for number in range(1, 6)]

    services.record_visits(actor=clerk, rows=rows)

    assert Visit.unguarded.count() == 5
    assert AuditEntry.objects.get(verb="households.record_visit").facts["count"] == 5


def test_a_list_with_another_townships_household_is_refused_whole(
    clerk: User, household: Household, far_village: Village
) -> None:
    far = make_household(far_village, number=9)

    with pytest.raises(Household.DoesNotExist):
        services.record_visits(actor=clerk, rows=[visit(household), visit(far)])

    assert not Visit.unguarded.exists()


def test_a_measure_takes_its_code_from_the_list_of_its_year(clerk: User, household: Household) -> None:
    row = services.MeasureRow(
        household_id=household.pk, date=NOV, category="01", unit="农牧局", content="发放鸡苗", cost=Decimal("300.00")
    )

    measure = services.record_measure(actor=clerk, row=row)

    assert (measure.get_category_display(), measure.cost, measure.year) == ("产业扶贫", Decimal("300.00"), 2016)


def test_a_training_is_of_a_member_of_the_household(clerk: User, household: Household, village: Village) -> None:
    stranger = make_member(make_household(village, number=5), number=90)
    row = services.TrainingRow(
        household_id=household.pk, member_id=stranger.pk, course="养殖", organiser="农牧局", from_on=NOV, days=5
    )

    with pytest.raises(BadInput, match="not_a_member"):
        services.record_training(actor=clerk, row=row)


def test_a_household_is_relocated_once_a_year(clerk: User, household: Household) -> None:
    row = services.RelocationRow(
        household_id=household.pk, year=2016, from_place="坡上", to_place="县城", placement="1"
    )
    services.record_relocation(actor=clerk, row=row)

    with pytest.raises(NotAllowedNow, match="relocated_already"):
        services.record_relocation(actor=clerk, row=row)


@pytest.fixture
def attachments(settings: object, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_a_scan_is_kept_under_its_digest(clerk: User, household: Household, attachments: Path) -> None:
    document = services.attach_document(
        actor=clerk, household_id=household.pk, kind="form", title="登记表", data=PNG, dated_on=NOV
    )

    assert document.content_type == "image/png"
    assert (attachments / document.file.name).read_bytes() == PNG


@pytest.mark.parametrize("photo", [from_a_telephone(64, 48), png_with_text(64, 48)], ids=["jpeg", "png"])
def test_of_a_photograph_the_picture_alone_is_kept_under_its_digest(
    clerk: User, household: Household, attachments: Path, photo: bytes
) -> None:
    document = services.attach_document(
        actor=clerk, household_id=household.pk, kind="photo", title="房屋", data=photo, dated_on=NOV
    )

    kept = (attachments / document.file.name).read_bytes()
    assert GPS not in kept
    assert (document.sha256, document.size) == (hashlib.sha256(kept).hexdigest(), len(kept))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<svg/>", "document_kind"),
        (b"<html>", "document_kind"),
        (b"", "document_kind"),
        (b"%PDF-" + b"0" * (5 * 1024 * 1024), "document_size"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 40, "photo_unreadable"),
        (b"\xff\xd8\xff<script>alert(1)</script>\xff\xd9", "photo_unreadable"),
        (b"%PDF-1.4 <script>", "scan_unreadable"),
        (pdf(b"<< /S /JavaScript >>"), "scan_acts"),
    ],
    ids=["svg", "html", "empty", "too large", "no png", "no jpeg", "no pdf", "script"],
)
def test_other_files_are_refused(clerk: User, household: Household, attachments: Path, data: bytes, code: str) -> None:
    with pytest.raises(BadInput, match=code):
        services.attach_document(
            actor=clerk, household_id=household.pk, kind="form", title="登记表", data=data, dated_on=NOV
        )

    assert not Document.unguarded.exists()


def apply(actor: User, village: Village, **values: object) -> Identification:
    given = {
        "village_code": village.pk,
        "applicant": "石水生",
        "id_number": id_of(701),
        "persons": 3,
        "main_cause": "7",
        "applied_on": datetime.date(2016, 10, 10),
    }
    return services.apply_for_identification(actor=actor, application=services.Application(**{**given, **values}))


def move(actor: User, found: Identification, name: str, day: datetime.date, **values: object) -> Identification:
    facts = services.StepFacts(
        date=day,
        note=values.pop("note", ""),
        place="村务公开栏",
        votes_cast=42,
        votes_for=38,
        paper=PHOTO,
        late_reason="补录",
    )
    return services.move_identification(actor=actor, identification_id=found.pk, move=name, facts=facts, **values)


def test_a_notice_stands_its_working_days(clerk: User, second_clerk: User, village: Village) -> None:
    found = apply(clerk, village)
    move(clerk, found, "review_in_group", datetime.date(2016, 10, 15))
    move(clerk, found, "review_in_village", datetime.date(2016, 10, 17))
    move(clerk, found, "publish_first", datetime.date(2016, 10, 18))

    with pytest.raises(NotAllowedNow, match="notice_days"):
        move(second_clerk, found, "review_in_township", datetime.date(2016, 10, 27))
    move(second_clerk, found, "review_in_township", datetime.date(2016, 10, 28))

    found.refresh_from_db()
    assert found.state == "township_reviewed"


def test_the_county_alone_compares_and_accepts(clerk: User, village: Village) -> None:
    found = apply(clerk, village)

    with pytest.raises(MissingVerb):
        move(clerk, found, "compare", NOV)


def test_a_refusal_needs_its_reason(clerk: User, village: Village) -> None:
    found = apply(clerk, village)

    with pytest.raises(BadInput, match="reason_needed"):
        move(clerk, found, "refuse", NOV)
    move(clerk, found, "refuse", NOV, note="有商品房")

    assert Identification.unguarded.get().state == "refused"


def test_a_person_applies_once(clerk: User, village: Village) -> None:
    apply(clerk, village)

    with pytest.raises(NotAllowedNow, match="application_open"):
        apply(clerk, village)


def test_a_person_on_file_does_not_apply(clerk: User, village: Village) -> None:
    make_household(village)

    with pytest.raises(BadInput, match="person_on_file"):
        apply(clerk, village, id_number=id_of(1))


def test_an_application_in_another_township_is_refused(clerk: User, far_village: Village) -> None:
    with pytest.raises(Village.DoesNotExist):
        apply(clerk, far_village)
