"""What the commands say when a backup can't be made or used."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError
from django.db.utils import ProgrammingError
from django.utils.translation import gettext as _

from yuping.dashboard.backups.making import FolderTaken, Say
from yuping.dashboard.backups.manifest import Damaged
from yuping.dashboard.backups.restoring import Faults, KeysMissing, NotEmpty
from yuping.dashboard.backups.tools import ToolFailed, ToolMissing


@contextmanager
def in_plain_words() -> Iterator[None]:
    """Turn what stops the work into a sentence and exit code 1."""
    try:
        yield
    except FolderTaken as error:
        raise CommandError(_("%(what)s is not empty. Name a new folder.") % {"what": error}) from error
    except NotEmpty as error:
        raise CommandError(
            _("%(what)s is not empty. A backup is restored only where there is nothing yet.") % {"what": error}
        ) from error
    except Damaged as error:
        raise CommandError(
            _("The backup is not whole: %(what)s is missing or altered. Nothing was restored.") % {"what": error}
        ) from error
    except KeysMissing as error:
        raise CommandError(
            _("The key file %(what)s is missing. Put it back from where it is kept, then try again.") % {"what": error}
        ) from error
    except ToolMissing as error:
        raise CommandError(
            _("There is no %(what)s here. Install the PostgreSQL client of the server's version.") % {"what": error}
        ) from error
    except ToolFailed as error:
        raise CommandError(_("PostgreSQL refused, nothing was kept: %(what)s") % {"what": error}) from error
    except ProgrammingError as error:
        raise CommandError(str(error).strip()) from error


def tell_faults(say: Say, faults: Faults) -> None:
    """Name each table that is not as it should be and end with 1."""
    for table, reason in faults:
        say(f"{table}: {reason}")
    if faults:
        raise SystemExit(1)
