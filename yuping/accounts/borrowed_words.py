"""Words of Django's own pages that its Chinese catalogues lack, so that ours have them.

Nothing calls these: the catalogue collects them here, and Django finds them when it asks for its message. Take one
out when Django has it.
"""

from django.utils.translation import gettext_noop

WORDS = (
    gettext_noop("Model name"),
    gettext_noop("Add link"),
    gettext_noop("Change or view list link"),
    gettext_noop("Error:"),
)
