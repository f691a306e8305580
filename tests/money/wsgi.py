"""The product's own WSGI application on the database of a test; with YUPING_PLANT, one verb is broken on purpose."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
settings.DATABASES["default"]["NAME"] = os.environ["YUPING_TEST_DATABASE"]
application = get_wsgi_application()


def _check_then_save() -> None:
    """Approval that looks and then writes, without the lock in between: what must never come back."""
    from dividends.models import Batch
    from dividends.services import approval
    from dividends.services.moves import takers_of
    from dividends.workflow import BATCH

    def load(*, actor, batch_id, name, reason=""):
        batch = Batch.objects.actionable_by(actor, BATCH.moves[name].permission).get(pk=batch_id)
        return batch, BATCH.require(name, state=batch.state, actor_id=actor.pk, takers=takers_of(batch), reason=reason)

    approval.load_for_move = load


if os.environ.get("YUPING_PLANT") == "check_then_save":
    _check_then_save()
