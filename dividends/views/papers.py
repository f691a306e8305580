"""Enterprises and instalments: lists, pages and the forms that add to them."""

from typing import Any

from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dividends import overview, services
from dividends.filters import EnterpriseFilter, InstalmentFilter
from dividends.forms import EnterpriseForm, ReviewForm
from dividends.models import Enterprise, Instalment, Notice
from dividends.tables import EnterpriseTable, InstalmentTable
from yuping.accounts.pages import Action, Crumb, DetailPage, Fact, FormPage, ListPage, Page
from yuping.core import clock, kept_files
from yuping.core.money import ZERO
from yuping.core.photos import BadPhoto, read_photo
from yuping.core.show import show_money


class EnterpriseList(ListPage):
    """Enterprises are county papers without an area: whoever may view them sees all."""

    model, table_class, filterset_class = Enterprise, EnterpriseTable, EnterpriseFilter
    primary = Action(_("Register an enterprise"), "dividends:enterprise_add", "dividends.register_enterprise")
    empty_text = _("No enterprise yet. The investment company registers the first one.")


class OfEnterprises:
    """Breadcrumb of the pages below the list of enterprises."""

    def parents(self) -> list[Crumb]:
        return [(_("Enterprises"), reverse("dividends:enterprise_list"))]


class EnterpriseDetail(OfEnterprises, DetailPage):
    model, template_name = Enterprise, "dividends/enterprise_detail.html"

    def facts(self) -> list[Fact]:
        enterprise = self.object
        return [
            (_("Unified social credit code"), enterprise.credit_code),
            (_("Legal representative"), enterprise.legal_representative),
            (_("Line of business"), enterprise.business),
            (_("Address"), enterprise.address),
            (_("Bank"), enterprise.bank_name),
            (_("Account"), f"**** {enterprise.account_last4}"),
            (_("Households it can take"), enterprise.capacity_households),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**overview.of_enterprise(self.object, self.user), **kwargs)


class EnterpriseAdd(OfEnterprises, FormPage):
    permission, form_class = "dividends.register_enterprise", EnterpriseForm
    title, success_message = _("Register an enterprise"), _("%(object)s is registered. Record its review next.")
    submit_label = _("Register")

    def save(self, form: EnterpriseForm) -> Enterprise:
        return services.register_enterprise(actor=self.user, **form.cleaned_data)


class EnterpriseReviewAdd(OfEnterprises, FormPage):
    model, permission, form_class = Enterprise, "dividends.review_enterprise", ReviewForm
    title, success_message = _("Record a review"), _("The review is recorded.")

    def rows(self) -> Any:
        return Enterprise.objects.all()

    def save(self, form: ReviewForm) -> Enterprise:
        review = services.review_enterprise(actor=self.user, enterprise_id=self.object.pk, **form.cleaned_data)
        return review.enterprise


class InstalmentList(ListPage):
    """What falls due, what of it has come, and what is late."""

    model, table_class, filterset_class = Instalment, InstalmentTable, InstalmentFilter
    empty_text = _("Nothing falls due here.")

    def rows(self) -> Any:
        rows = super().rows().with_received().with_lateness(clock.today())
        return rows.select_related("village", "participation__household", "participation__agreement")

    def totals(self, rows: Any) -> list[tuple[str, str]]:
        sums = rows.aggregate(due=Sum("owed", default=ZERO), short=Sum("missing", default=ZERO))
        return [
            (_("Due (yuan)"), show_money(sums["due"])),
            (_("Not received (yuan)"), show_money(sums["short"])),
        ]


class NoticePhoto(Page):
    """The photograph of a notice, for whoever may see the notice: a picture and nothing else.

    What is no picture any more, or no longer the one that was recorded, is not shown.
    """

    model, permission = Notice, "dividends.view_notice"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        notice: Notice = self.one(self.rows(), pk=kwargs["pk"])
        try:
            content = kept_files.read(notice.photo.name, notice.photo_sha256)
            picture = read_photo(content)
        except (kept_files.NotAsKept, BadPhoto) as error:
            raise Http404 from error
        name = f"{notice.batch_id}-{notice.village_id}-{notice.round}.{picture.ending}"
        headers = {"Content-Disposition": f'inline; filename="{name}"', "X-Content-Type-Options": "nosniff"}
        return HttpResponse(content, content_type=picture.content_type, headers=headers)
