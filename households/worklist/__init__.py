"""What waits for a person in the households room."""

from households.worklist.cases import waiting as cases_waiting
from households.worklist.casework import waiting as casework_waiting
from households.worklist.files import waiting as files_waiting
from households.worklist.identities import waiting as identities_waiting
from households.worklist.leads import waiting as leads_waiting

__all__ = ["cases_waiting", "casework_waiting", "files_waiting", "identities_waiting", "leads_waiting"]
