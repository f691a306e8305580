"""The paper on which a change of identity rests: laid into the file, shown to the second person, and kept."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from households import services
from households.case_checks import papers_are_those_kept
from households.models import Document, Household, IdentityChange, Member
from households.services import RightIdentity
from tests.people import browser
from tests.pictures import jpeg, png
from yuping.accounts.models import User
from yuping.audit.seals import broken_seals
from yuping.core.errors import BadInput, NotAllowedNow

CARD = png(40, 30)


@pytest.fixture
def head(home: Household) -> Member:
    return home.members.get(is_head=True)


def propose(actor: User, member: Member, paper: bytes = CARD) -> IdentityChange:
    return services.propose_identity_change(
        actor=actor, member_id=member.pk, right=RightIdentity(name="吴常贵"), reason="见身份证", paper=paper
    )


def page(user: User, name: str, change: IdentityChange) -> str:
    return browser(user).get(reverse(f"households:{name}", kwargs={"pk": change.pk})).content.decode()


def download(document: Document) -> str:
    return reverse("households:document_download", kwargs={"pk": document.pk})


def test_the_paper_stands_in_the_file_and_before_the_second_person(
    clerk: User, second_clerk: User, home: Household, head: Member
) -> None:
    change = propose(clerk, head)

    paper = Document.unguarded.get(household=home)
    assert (change.paper, paper.kind, paper.recorded_by) == (paper, "identity", clerk)
    for name in ("identity_detail", "identity_confirm"):
        assert download(paper) in page(second_clerk, name, change)
    assert list(papers_are_those_kept()) == []
    assert [fault for fault in broken_seals() if fault[0].startswith("households")] == []


def test_it_is_handed_in_on_the_page(clerk: User, head: Member) -> None:
    upload = SimpleUploadedFile("card.jpg", jpeg(30, 20), content_type="image/jpeg")

    browser(clerk).post(
        reverse("households:identity_propose", kwargs={"pk": head.pk}),
        {"name": "吴常贵", "id_number": "", "reason": "见身份证", "paper": upload},
    )

    assert IdentityChange.unguarded.get().paper.content_type == "image/jpeg"


def test_a_paper_that_stands_in_the_file_already_is_named_not_doubled(
    clerk: User, home: Household, head: Member
) -> None:
    change = propose(clerk, head)
    services.refuse_identity_change(actor=clerk, change_id=change.pk, reason="另行申报")

    again = propose(clerk, head)

    assert again.paper == change.paper
    assert Document.unguarded.filter(household=home).count() == 1


def test_without_a_paper_the_second_person_is_told_to_have_it_shown(
    clerk: User, second_clerk: User, head: Member
) -> None:
    change = propose(clerk, head, paper=b"")

    assert change.paper is None
    assert "查验身份证" in page(second_clerk, "identity_confirm", change)


def test_what_is_no_paper_is_refused_at_its_field(clerk: User, head: Member) -> None:
    with pytest.raises(BadInput) as refused:
        propose(clerk, head, paper=b"MZ\x90\x00 not a picture")

    assert refused.value.params["field"] == "paper"
    assert not IdentityChange.unguarded.exists()


def test_a_paper_on_which_a_change_rests_is_not_withdrawn(clerk: User, second_clerk: User, head: Member) -> None:
    change = propose(clerk, head)
    values = {"actor": second_clerk, "document_id": change.paper_id, "reason": "传错"}
    with pytest.raises(NotAllowedNow, match="document_of_identity"):
        services.withdraw_document(**values)

    services.refuse_identity_change(actor=second_clerk, change_id=change.pk, reason="材料不符")

    assert services.withdraw_document(**values).withdrawn_on is not None
