"""Pages on scoring templates: the versions, their items, drafting, correcting and putting one in force."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households import services
from households.forms.scoring_templates import ItemForm, PublishForm, TemplateForm, initial_of_item
from households.models import LOOKS, ScoringItem, ScoringTemplate, TemplateState
from households.policy.scoring import problems_of
from households.scores import limits_in_words
from households.services import ItemFacts, TemplateHead
from households.tables.scoring import TemplateTable
from households.views.scoring import score_crumbs
from yuping.accounts import access, sentences
from yuping.accounts.pages import Crumb, DetailPage, EmptyForm, Fact, FormPage, ListPage, MovePage
from yuping.core import clock, show

VIEW = "households.view_scoringtemplate"
EDIT = "households.edit_scoring_template"
PUBLISH = "households.publish_scoring_template"
HEAD = ("name", "direction", "full_points", "poor_limit", "clear_limit", "basis")


def template_crumbs(template: ScoringTemplate | None = None) -> list[Crumb]:
    """Breadcrumbs that lead to the templates, or to one of them."""
    crumbs = [*score_crumbs(), (_("Scoring templates"), reverse("households:template_list"))]
    return [*crumbs, (str(template), template.get_absolute_url())] if template else crumbs


class TemplateList(ListPage):
    """The templates with all their versions. They are the county's."""

    model, table_class = ScoringTemplate, TemplateTable
    title = _("Scoring templates")
    empty_text = _("No template is loaded.")

    def rows(self) -> QuerySet[ScoringTemplate]:
        return ScoringTemplate.objects.with_use()

    def parents(self) -> list[Crumb]:
        return score_crumbs()


class TemplateDetail(DetailPage):
    """One version: its limits, its items with their entries, and what keeps it from being put in force."""

    model, template_name = ScoringTemplate, "households/template_detail.html"

    def rows(self) -> QuerySet[ScoringTemplate]:
        return ScoringTemplate.objects.with_use().select_related("published_by").prefetch_related("items")

    def parents(self) -> list[Crumb]:
        return template_crumbs()

    def facts(self) -> list[Fact]:
        template: ScoringTemplate = self.object
        return [
            (_("Direction of the scale"), template.get_direction_display()),
            (_("Bands"), limits_in_words(template)),
            (_("Full points"), template.full_points),
            (_("Valid from"), template.valid_from),
            (_("Valid to"), template.valid_to),
            (_("Basis"), template.basis),
            (_("Put in force by"), template.published_by),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        template: ScoringTemplate = self.object
        draft = template.state == TemplateState.DRAFT
        looks: dict[str, list[ScoringItem]] = {}
        for item in template.items.all():
            looks.setdefault(item.look, []).append(item)
        problems = problems_of(template.rule()) if draft else []
        return super().get_context_data(
            looks=[(LOOKS[look], sum(item.most for item in items), items) for look, items in looks.items()],
            problems=[sentences.sentence(found.code, found.params) for found in problems],
            may_edit=not template.is_used and access.may(self.user, EDIT),
            may_draft=access.may(self.user, EDIT) and not draft,
            may_publish=draft and access.may(self.user, PUBLISH),
            **kwargs,
        )


class TemplateFormPage(FormPage, abstract=True):
    """A form about a template, ``self.object``; afterwards its page is shown."""

    model, permission = ScoringTemplate, EDIT

    def rows(self) -> QuerySet[ScoringTemplate]:
        return ScoringTemplate.objects.prefetch_related("items")

    def get_title(self) -> str:
        return f"{self.title} · {self.object}"

    def parents(self) -> list[Crumb]:
        return template_crumbs(self.object)

    def get_success_url(self, done: Any) -> str:
        return self.object.get_absolute_url()


class DraftTemplate(TemplateFormPage, MovePage):
    """Begin a new version."""

    title, submit_label, form_class = _("Make a new version"), _("Make a new version"), EmptyForm
    success_message = _("The draft %(object)s stands. Correct it, then put it in force.")

    def consequence(self) -> str:
        return str(_("Copies this version into a draft. The one in force stays so until the draft takes its place."))

    def save(self, form: EmptyForm) -> ScoringTemplate:
        return services.draft_scoring_template(actor=self.user, template_id=self.object.pk)

    def get_success_url(self, done: ScoringTemplate) -> str:
        return done.get_absolute_url()


class EditTemplate(TemplateFormPage):
    """Correct name, direction, points and limits."""

    overwrites = True
    title, submit_label, form_class = _("Edit the template"), _("Save the template"), TemplateForm
    success_message = _("The template %(object)s is saved.")

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.object, name) for name in HEAD}

    def save(self, form: TemplateForm) -> ScoringTemplate:
        head = TemplateHead(**form.cleaned_data)
        return services.edit_scoring_template(actor=self.user, template_id=self.object.pk, head=head)


class AddItem(TemplateFormPage):
    """Add an item."""

    title, submit_label, form_class = _("Add an item"), _("Save the item"), ItemForm
    template_name = "households/item_form.html"
    success_message = _("The item %(object)s is saved.")

    def item(self) -> ScoringItem | None:
        """The item that is changed."""
        return None

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"item": self.item()}

    def save(self, form: ItemForm) -> ScoringItem:
        data, item = form.cleaned_data, self.item()
        names = ("look", "label", "most", "scale", "source", "position")
        facts = ItemFacts(options=form.options(), **{name: data[name] for name in names})
        return services.save_scoring_item(
            actor=self.user, template_id=self.object.pk, item_id=item.pk if item else None, item=facts
        )


class EditItem(AddItem):
    """Change an item."""

    overwrites = True
    title = _("Change an item")

    def item(self) -> ScoringItem:
        found = next((one for one in self.object.items.all() if one.pk == self.kwargs["item"]), None)
        if found is None:
            raise Http404
        return found

    def get_initial(self) -> dict[str, Any]:
        return initial_of_item(self.item())


class RemoveItem(TemplateFormPage, MovePage):
    """Take an item out."""

    title, submit_label, form_class, danger = _("Remove the item"), _("Remove the item"), EmptyForm, True
    success_message = _("The item is removed.")

    def item(self) -> ScoringItem:
        found = next((one for one in self.object.items.all() if one.pk == self.kwargs["item"]), None)
        if found is None:
            raise Http404
        return found

    def consequence(self) -> str:
        item = self.item()
        return _("Takes “%(item)s” with its %(most)s points out of this version.") % {
            "item": item.label,
            "most": item.most,
        }

    def save(self, form: EmptyForm) -> ScoringTemplate:
        return services.remove_scoring_item(actor=self.user, template_id=self.object.pk, item_id=self.item().pk)


class PublishTemplate(TemplateFormPage, MovePage):
    """Put a draft in force from a day on."""

    permission = PUBLISH
    title, submit_label, form_class = _("Put the template in force"), _("Put it in force"), PublishForm
    success_message = _("The template %(object)s is in force from its day on.")

    def consequence(self) -> str:
        return str(_("From the day on, every visit is scored by this version. Scores given before stay as they are."))

    def hindrances(self) -> list[str]:
        if self.object.state != TemplateState.DRAFT:
            return [sentences.sentence("households.template_published", {})]
        return [sentences.sentence(found.code, found.params) for found in problems_of(self.object.rule())]

    def get_initial(self) -> dict[str, Any]:
        return {"valid_from": clock.today().replace(month=1, day=1, year=clock.today().year + 1)}

    def facts(self) -> list[Fact]:
        standing = ScoringTemplate.objects.in_force(clock.today()).first()
        since = show.show_day(standing.valid_from) if standing else show.EMPTY
        return [(_("In force now"), standing), (_("since"), since), (_("Bands"), limits_in_words(self.object))]

    def save(self, form: PublishForm) -> ScoringTemplate:
        return services.publish_scoring_template(
            actor=self.user, template_id=self.object.pk, valid_from=form.cleaned_data["valid_from"]
        )
