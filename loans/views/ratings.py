"""What lending rests on: credit ratings, lenders, editions of the loan, published rates."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households.models import Household
from loans import services
from loans.filters import RatingFilter
from loans.forms import LenderForm, RatingForm
from loans.models import BenchmarkRate, CreditRating, Lender, LoanProduct
from loans.services import RatedHousehold
from loans.services.eligibility import product_on
from loans.tables import LenderTable, ProductTable, RateTable, RatingTable
from loans.views.bulk import RowsPage
from loans.views.loans import OfLoans
from yuping.accounts.pages import Action, Crumb, FormPage, ListPage
from yuping.core import clock, show
from yuping.core.errors import NotAllowedNow

RATE = "loans.rate_credit"


class RatingList(OfLoans, ListPage):
    """Credit ratings, latest first; the last in force decides."""

    model, table_class, filterset_class = CreditRating, RatingTable, RatingFilter
    title = _("Credit ratings")
    primary = Action(_("Choose households to rate"), "loans:without_loan_list", RATE)
    empty_text = _("No rating fits. Choose households and record what their committee found.")


class Rating(OfLoans):
    """What both pages of rating share."""

    permission, model, form_class = RATE, Household, RatingForm
    submit_label = _("Record the rating")

    def get_initial(self) -> dict[str, Any]:
        today = clock.today()
        try:
            product = product_on(today)
        except NotAllowedNow:
            return {"on": today}
        return {
            "on": today,
            "lender": Lender.objects.filter(active=True).first(),
            "limit": f"{product.max_amount:.2f}",
            "valid_years": product.max_years,
        }

    def rows(self) -> QuerySet[Household]:
        return super().rows().select_related("village").defer("phone")

    def rate(self, form: RatingForm, ids: list[int]) -> list[CreditRating]:
        data = form.cleaned_data
        found = [RatedHousehold(pk, data["grade"], data["limit"], data["score"]) for pk in ids]
        return services.rate_credit(
            actor=self.user,
            lender_id=data["lender"].pk,
            ratings=found,
            on=data["on"],
            valid_years=data["valid_years"],
            committee=data["committee"],
        )

    def get_success_url(self, done: Any) -> str:
        return reverse("loans:rating_list")


class Rate(Rating, FormPage):
    """Rate one household."""

    success_message = _("The rating is recorded.")

    def get_title(self) -> str:
        return str(_("Rate credit · %(household)s") % {"household": self.object.head_name})

    def save(self, form: RatingForm) -> list[CreditRating]:
        return self.rate(form, [self.object.pk])


class RateRows(Rating, RowsPage):
    """Rate chosen households alike."""

    title, template_name = _("Rate credit"), "loans/households_confirm.html"
    done_message = _("%(count)s ratings are recorded.")

    def consequence(self) -> str:
        return str(_("%(count)s households get the same grade and limit. An older rating no longer counts.")) % {
            "count": show.show_count(len(self.ids))
        }

    def save(self, form: RatingForm) -> services.Outcome:
        ids = self.numbers
        self.rate(form, ids)
        return services.Outcome(ids)


class LenderList(OfLoans, ListPage):
    """Lenders are county papers without an area."""

    model, table_class = Lender, LenderTable
    title = _("Lenders")
    primary = Action(_("Register a lender"), "loans:lender_register", "loans.register_lender")
    empty_text = _("No lender yet. The poverty office registers the credit union first.")

    def rows(self) -> QuerySet[Lender]:
        return Lender.objects.all()


class RegisterLender(FormPage):
    """Register a lender."""

    permission, form_class = "loans.register_lender", LenderForm
    title, submit_label = _("Register a lender"), _("Register")
    success_message = _("%(object)s is registered.")

    def parents(self) -> list[Crumb]:
        return [(_("Lenders"), reverse("loans:lender_list"))]

    def save(self, form: LenderForm) -> Lender:
        return services.register_lender(actor=self.user, **form.cleaned_data)

    def get_success_url(self, done: Lender) -> str:
        return reverse("loans:lender_list")


class ProductList(OfLoans, ListPage):
    """Editions of the loan: changed numbers are a new edition."""

    model, table_class = LoanProduct, ProductTable
    title = _("Editions of the loan")
    secondary = (Action(_("Published rates"), "loans:rate_list", "loans.view_benchmarkrate", "percentage"),)
    empty_text = _("No edition is loaded. The system administrator loads the reference data.")

    def rows(self) -> QuerySet[LoanProduct]:
        return LoanProduct.objects.all()


class RateList(OfLoans, ListPage):
    """Rates as published; a contract names the one it rests on."""

    model, table_class = BenchmarkRate, RateTable
    title = _("Published rates")
    secondary = (Action(_("Editions of the loan"), "loans:product_list", "loans.view_loanproduct", "file-text"),)
    empty_text = _("No rate is loaded. The system administrator loads the reference data.")

    def rows(self) -> QuerySet[BenchmarkRate]:
        return BenchmarkRate.objects.all()
