"""What every page's frame shows: the person, his posts and areas, the business date, the demo mark."""

from django.conf import settings
from django.http import HttpRequest

from yuping.accounts import access, navigation
from yuping.core import clock
from yuping.core.models import Installation

SHORT_NAMES = {"zh-hans": "简", "zh-hant": "繁", "en": "EN"}


def frame(request: HttpRequest) -> dict[str, object]:
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    return {
        "installation": Installation.objects.first(),
        "business_date": clock.today(),
        "postings": access.postings_of(user) if signed_in else [],
        "navigation": list(navigation.for_person(user, request.path)) if signed_in else [],
        "languages": [(code, name, SHORT_NAMES[code]) for code, name in settings.LANGUAGES],
    }
