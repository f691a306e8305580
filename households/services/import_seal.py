"""The import itself, vouched for by the audit record: who uploaded what, what it wrote, who undid it."""

from households.models import ImportRun
from yuping.audit.seals import code_of

IMPORT_CODE = "import_code"


def sealed_facts(run: ImportRun) -> dict[str, object]:
    """The fact by which ``verify`` proves that the import stands as the act left it."""
    return {IMPORT_CODE: code_of(run)}
