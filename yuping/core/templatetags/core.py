"""Tags and filters that every template may use without loading: money, dates, masked values, icons, fields."""

import datetime
from decimal import Decimal

from django import template
from django.forms import BoundField
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yuping.core import show
from yuping.core.bankcard import mask_account
from yuping.core.capitals import in_capitals
from yuping.core.characters import for_reader
from yuping.core.fields import Sealed
from yuping.core.identity import mask_identity
from yuping.core.phone import mask_phone

register = template.Library()

# One colour for one meaning on every page: finished, waiting or late, money at risk, nothing special.
TONES = {
    "done": "verified confirmed approved settled closed paid counted active drawn answered living_here repaid",
    "wait": "signed prepared recommended proposed locked on_notice waiting requested applied open held due draft "
    "pending issued results_loaded",
    "risk": "refused returned overdue late cancelled blocked failed error removed defaulted",
}
_TONE_OF = {state: tone for tone, states in TONES.items() for state in states.split()}
_TONE_ICONS = {"done": "check", "wait": "clock", "risk": "alert-triangle"}


@register.filter
def money(amount: Decimal | int | None) -> str:
    """``{{ batch.total|money }}`` gives 5,196,000.00; the unit 元 stands in the label or behind it."""
    return show.show_money(amount)


@register.filter
def count(number: Decimal | int | None) -> str:
    """``{{ households|count }}`` gives 5,005."""
    return show.show_count(number)


def in_wan(amount: Decimal | int) -> str:
    """An amount in 万元 or 亿元 with two decimals, in words; below 10,000 yuan in yuan."""
    size = abs(Decimal(amount))
    if size >= show.YI:
        return _("%(amount)s hundred million yuan") % {"amount": show.show_money(Decimal(amount) / show.YI)}
    if size >= show.WAN:
        return _("%(amount)s ten thousand yuan") % {"amount": show.show_money(Decimal(amount) / show.WAN)}
    return in_yuan(amount)


def in_yuan(amount: Decimal | int) -> str:
    """An amount to the fen with its unit."""
    return _("%(amount)s yuan") % {"amount": show.show_money(amount)}


@register.filter
def wan(amount: Decimal | int | None) -> SafeString | str:
    """In 万元 or 亿元; the exact yuan on hover and focus."""
    if amount is None:
        return show.EMPTY
    return format_html('<span class="exact num" tabindex="0" title="{}">{}</span>', in_yuan(amount), in_wan(amount))


@register.filter
def capitals(amount: Decimal | int) -> str:
    """The amount in capitals (大写) for papers."""
    return in_capitals(amount)


@register.filter
def day(value: datetime.date | datetime.datetime | None) -> str:
    """``{{ batch.due_on|day }}`` gives 2016-12-31."""
    return show.show_day(value)


@register.filter
def moment(value: datetime.datetime | None) -> str:
    """``{{ entry.at|moment }}`` gives 2016-12-31 09:05, real time in Shanghai."""
    return show.show_time(value)


@register.filter
def period(first: datetime.date, last: datetime.date | None) -> str:
    """``{{ row.valid_from|period:row.valid_to }}``: from one day to another, or from one day on."""
    if last is None:
        return _("from %(day)s on") % {"day": show.show_day(first)}
    return f"{show.show_day(first)} – {show.show_day(last)}"


@register.filter
def as_read(name: str) -> str:
    """The name of a place in the reader's characters."""
    return for_reader(name) if name else name


@register.filter
def dash(value: object) -> object:
    """An empty value as a dash; zero stays zero; dates, amounts and yes or no are written as everywhere."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime.datetime):
        return show.show_time(value)
    if isinstance(value, datetime.date):
        return show.show_day(value)
    if isinstance(value, Decimal):
        # An amount carries its two decimals with it.
        return show.show_money(value) if value.as_tuple().exponent == -2 else show.show_count(value)
    return show.EMPTY if value is None or value == "" else value


@register.filter
def percent(value: Decimal | int | None) -> str:
    """``{{ rate|percent }}`` of a number that is a percentage already: 25.9 %."""
    return show.show_percent(value)


@register.simple_tag
def share(part: Decimal | int, whole: Decimal | int) -> SafeString:
    """``{% share 1299 5005 %}`` gives 26.0 % (1,299 / 5,005)."""
    return format_html(
        '<span class="num">{} <span class="text-secondary">({} / {})</span></span>',
        show.show_percent(show.ratio(part, whole)),
        show.show_count(part),
        show.show_count(whole),
    )


def _plain(value: Sealed | str | None) -> str:
    return value.open() if isinstance(value, Sealed) else str(value or "")


@register.filter
def masked_id(value: Sealed | str | None) -> str:
    """An identity number with its first six and last four characters."""
    return mask_identity(_plain(value)) or show.EMPTY


@register.filter
def masked_account(value: Sealed | str | None) -> str:
    """A bank account number with its last four digits."""
    return mask_account(_plain(value)) or show.EMPTY


@register.filter
def masked_phone(value: Sealed | str | None) -> str:
    """A phone number with its first three and last four digits."""
    return mask_phone(_plain(value)) or show.EMPTY


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """``{% icon "users" %}``: a picture from the sprite. It never stands without a word or an accessible name."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        css,
        static("vendor/tabler-icons/icons.svg"),
        name,
    )


@register.simple_tag
def badge(label: object, state: str = "", tone: str = "") -> SafeString:
    """``{% badge batch.get_state_display batch.state %}``: a word in the colour of its meaning.

    ``tone`` (done, wait, risk, plain) wins over what the state's name says.
    """
    tone = tone or _TONE_OF.get(str(state), "plain")
    picture = icon(_TONE_ICONS[tone], "icon-inline") if tone in _TONE_ICONS else ""
    return format_html('<span class="state state-{}">{}{}</span>', tone, picture, label)


@register.inclusion_tag("partials/field.html")
def field(bound: BoundField, unit: str = "") -> dict[str, object]:
    """``{% field form.amount unit %}``: label, hint, error and the field; the unit stands inside it."""
    widget = bound.field.widget
    kind = getattr(widget, "input_type", "")
    return {
        "field": bound,
        "range": hasattr(widget, "widgets"),
        "unit": unit or getattr(bound.field, "unit", ""),
        "single_check": kind == "checkbox" and not hasattr(widget, "choices"),
        "several": kind in {"checkbox", "radio"} and hasattr(widget, "choices"),
    }
