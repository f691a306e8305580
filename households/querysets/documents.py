"""Papers of households: which of them stand."""

from typing import Self

from households.querysets import FileRecordQuerySet


class DocumentQuerySet(FileRecordQuerySet):
    """Scans and photographs."""

    def standing(self) -> Self:
        """Those that were not withdrawn."""
        return self.filter(withdrawn_on__isnull=True)
