"""Sets of rows that imports wrote."""

from typing import Self

from django.apps import apps
from django.db import models
from django.db.models import Count

from yuping.accounts.models import User


class ImportedRowQuerySet(models.QuerySet):
    """Rows written by imports, seen by whoever sees the import."""

    def visible_to(self, user: User) -> Self:
        """Of the imports the person may look at."""
        runs = apps.get_model("households", "ImportRun").objects.visible_to(user)
        return self.filter(run__in=runs)

    def of(self, model: type[models.Model]) -> Self:
        """Those of one kind of record."""
        return self.filter(label=model._meta.label_lower)

    def made_of(self, model: type[models.Model]) -> models.QuerySet:
        """The keys of those of a kind that the import made, for a subquery."""
        return self.of(model).filter(made=True).values("row_id")

    def counts(self) -> dict[tuple[str, bool], int]:
        """How many, by kind of record and whether made or changed."""
        found = self.order_by().values_list("label", "made").annotate(rows=Count("pk"))
        return {(label, made): rows for label, made, rows in found}
