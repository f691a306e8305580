"""What the notices put up in villages have alike."""

from typing import Any

from django import template

from villages.models import ComplaintPhone, Village

register = template.Library()
KEPT = "complaint_phones"


@register.simple_tag(takes_context=True)
def complaint_phones(context: dict[str, Any], village: Village) -> list[ComplaintPhone]:
    """``{% complaint_phones village %}``: the township's number and the county's; asked once for a whole print."""
    request = context["request"]
    if not hasattr(request, KEPT):
        setattr(request, KEPT, {row.area_code: row for row in ComplaintPhone.objects.in_force()})
    numbers = getattr(request, KEPT)
    areas = (village.pk[:9], village.pk[:6])
    return [numbers[area] for area in areas if area in numbers]
