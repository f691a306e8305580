"""Pages on task forces, cadres and responsibilities."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from villages import services
from villages.filters import CadreFilter, ResponsibilityFilter, TaskForceFilter
from villages.forms.people import CadreForm, EditCadreForm, EndForm, MembersForm, ResponsibilityForm, TaskForceForm
from villages.models import Cadre, Duty, Responsibility, TaskForce, TaskForceMember, TaskForceVillage
from villages.services import CadreRow
from villages.services.cadres import CODES
from villages.tables import CadreTable, ResponsibilityTable, TaskForceTable
from yuping.accounts import access
from yuping.accounts.pages import Action, Crumb, DetailPage, Fact, FormPage, ListPage, MovePage
from yuping.core import clock, show


class TaskForceList(ListPage):
    """Task forces with leader, villages and members."""

    model, table_class, filterset_class = TaskForce, TaskForceTable, TaskForceFilter
    primary = Action(_("Set up a task force"), "villages:taskforce_register", "villages.register_task_force")
    empty_text = _("No task force fits. Widen the filter or set one up.")


class TaskForceDetail(DetailPage):
    """One task force: its villages and members, past ones too."""

    model, template_name = TaskForce, "villages/taskforce_detail.html"

    def parents(self) -> list[Crumb]:
        return [(_("Task forces"), reverse("villages:taskforce_list"))]

    def facts(self) -> list[Fact]:
        return [
            (_("Code"), self.object.code),
            (_("Township"), self.object.township),
            (_("Founded on"), show.show_day(self.object.founded_on)),
            (_("Dissolved on"), show.show_day(self.object.dissolved_on)),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        members = TaskForceMember.objects.visible_to(self.user).filter(task_force=self.object)
        villages = TaskForceVillage.objects.visible_to(self.user).filter(task_force=self.object)
        return super().get_context_data(
            members=members.select_related("cadre").order_by("valid_to", "pk"),
            villages=villages.select_related("village"),
            may_change=access.may(self.user, "villages.change_task_force") and not self.object.dissolved_on,
            **kwargs,
        )


class RegisterTaskForce(FormPage):
    """Set up a task force."""

    once = True
    permission, form_class = "villages.register_task_force", TaskForceForm
    title, success_message = _("Set up a task force"), _("%(object)s is set up.")

    def parents(self) -> list[Crumb]:
        return [(_("Task forces"), reverse("villages:taskforce_list"))]

    def save(self, form: TaskForceForm) -> TaskForce:
        data = form.cleaned_data
        return services.register_task_force(
            actor=self.user,
            code=data["code"],
            name=data["name"],
            village_codes=[village.pk for village in data["villages"]],
            members=form.team(),
            founded_on=data["founded_on"],
        )


class ChangeTaskForce(FormPage):
    """Change the members from today on."""

    overwrites = True
    model, permission, form_class = TaskForce, "villages.change_task_force", MembersForm
    title, success_message = _("Change the members"), _("The members of %(object)s are changed.")

    def parents(self) -> list[Crumb]:
        return [(str(self.object), self.object.get_absolute_url())]

    def get_initial(self) -> dict[str, Any]:
        members = self.object.members.filter(valid_to__isnull=True)
        by_duty = {duty: [row.cadre_id for row in members if row.duty == duty] for duty in Duty}
        return {
            "leader": next(iter(by_duty[Duty.LEADER]), None),
            "deputies": by_duty[Duty.DEPUTY],
            "members": by_duty[Duty.MEMBER],
        }

    def save(self, form: MembersForm) -> TaskForce:
        reason = form.cleaned_data["reason"]
        return services.change_task_force(
            actor=self.user, task_force_id=self.object.pk, members=form.team(), reason=reason
        )


class CadreList(ListPage):
    """Cadres of one's area and of the areas around it."""

    model, table_class, filterset_class = Cadre, CadreTable, CadreFilter
    primary = Action(_("Enter a cadre"), "villages:cadre_register", "villages.register_cadre")
    empty_text = _("No cadre fits. Widen the filter or enter one.")


class CadreDetail(DetailPage):
    """One cadre with his task forces and responsibilities."""

    model, template_name = Cadre, "villages/cadre_detail.html"

    def parents(self) -> list[Crumb]:
        return [(_("Cadres"), reverse("villages:cadre_list"))]

    def facts(self) -> list[Fact]:
        cadre: Cadre = self.object
        number = [(_("Identity number"), cadre.masked_identity)] if self._may_edit() else []
        return [
            (_("Sex"), cadre.get_sex_display()),
            (_("Political status"), cadre.get_political_status_display()),
            (_("Unit"), cadre.unit),
            (_("Kind of unit"), cadre.get_unit_kind_display()),
            (_("Affiliation of the unit"), cadre.get_unit_level_display()),
            (_("Office held"), cadre.position),
            (_("Rank"), cadre.get_rank_display()),
            (_("Post in the village team"), cadre.get_team_post_display()),
            *number,
            (_("Phone"), cadre.masked_phone),
            (_("In office"), _("yes") if cadre.active else _("no")),
            (_("Signs in himself"), _("yes") if cadre.account_id else _("no")),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        members = TaskForceMember.objects.visible_to(self.user) if self._sees_members() else None
        answering = Responsibility.objects.visible_to(self.user).filter(cadre=self.object)
        return super().get_context_data(
            memberships=members.filter(cadre=self.object).select_related("task_force") if members else [],
            responsibilities=answering.for_table(),
            may_edit=self._may_edit(),
            may_end=access.may(self.user, "villages.end_responsibility"),
            **kwargs,
        )

    def _may_edit(self) -> bool:
        return access.scope_of(self.user, "villages.edit_cadre").covers(self.object.area_code)

    def _sees_members(self) -> bool:
        return access.may(self.user, "villages.view_taskforcemember")


class RegisterCadre(FormPage):
    """Enter a cadre."""

    once = True
    permission, form_class = "villages.register_cadre", CadreForm
    title, success_message = _("Enter a cadre"), _("%(object)s is entered.")

    def parents(self) -> list[Crumb]:
        return [(_("Cadres"), reverse("villages:cadre_list"))]

    def save(self, form: CadreForm) -> Cadre:
        return services.register_cadre(actor=self.user, **form.cleaned_data)


class EditCadre(FormPage):
    """Change a cadre's data."""

    overwrites = True
    model, permission, form_class = Cadre, "villages.edit_cadre", EditCadreForm
    title, success_message = _("Change a cadre's data"), _("The data of %(object)s are saved.")

    def parents(self) -> list[Crumb]:
        return [(str(self.object), self.object.get_absolute_url())]

    def get_initial(self) -> dict[str, Any]:
        names = ("name", "unit", "position", "area_code", "active", *CODES)
        account = self.object.account
        return {name: getattr(self.object, name) for name in names} | {"username": account.username if account else ""}

    def save(self, form: EditCadreForm) -> Cadre:
        data = dict(form.cleaned_data)
        active = data.pop("active")
        return services.edit_cadre(
            actor=self.user,
            cadre_id=self.object.pk,
            row=CadreRow(**data),
            keep_phone=not data["phone"],
            keep_number=not data["id_number"],
            active=active,
        )


class ResponsibilityList(ListPage):
    """Who answers for which area."""

    model, table_class, filterset_class = Responsibility, ResponsibilityTable, ResponsibilityFilter
    primary = Action(_("Assign a responsibility"), "villages:responsibility_assign", "villages.assign_responsibility")
    empty_text = _("No responsibility fits. Widen the filter or assign one.")


class AssignResponsibility(FormPage):
    """Assign a responsibility."""

    once = True
    permission, form_class = "villages.assign_responsibility", ResponsibilityForm
    title, success_message = _("Assign a responsibility"), _("%(object)s is assigned.")

    def parents(self) -> list[Crumb]:
        return [(_("Responsibilities"), reverse("villages:responsibility_list"))]

    def get_initial(self) -> dict[str, Any]:
        return {"valid_from": clock.today()}

    def save(self, form: ResponsibilityForm) -> Responsibility:
        data = form.cleaned_data
        area = data["village"] or data["township"]
        return services.assign_responsibility(
            actor=self.user,
            cadre_id=data["cadre"].pk,
            kind=data["kind"],
            area_code=area.pk,
            valid_from=data["valid_from"],
            group_id=data["group"].pk if data["group"] else None,
            household_number=data["household_number"],
        )


class EndResponsibility(MovePage):
    """End a responsibility."""

    model, permission, form_class = Responsibility, "villages.end_responsibility", EndForm
    title, submit_label = _("End the responsibility"), _("End the responsibility")
    success_message = _("The responsibility has ended: %(object)s.")

    def parents(self) -> list[Crumb]:
        return [(_("Responsibilities"), reverse("villages:responsibility_list"))]

    def get_initial(self) -> dict[str, Any]:
        return {"valid_to": clock.today()}

    def save(self, form: EndForm) -> Responsibility:
        data = form.cleaned_data
        return services.end_responsibility(
            actor=self.user, responsibility_id=self.object.pk, valid_to=data["valid_to"], reason=data["reason"]
        )

    def rows(self) -> QuerySet[Responsibility]:
        return super().rows().select_related("cadre")
