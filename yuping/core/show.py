"""How values are written on screen: amounts, dates, percentages. Pure; templates, tables and exports share it."""

import datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
EMPTY = "—"
WAN = Decimal(10_000)
YI = Decimal(100_000_000)


def show_money(amount: Decimal | int | None) -> str:
    """1299000 as 1,299,000.00; None as a dash. Anything but Decimal and int is a mistake of the program."""
    if amount is None:
        return EMPTY
    if isinstance(amount, bool) or not isinstance(amount, Decimal | int):
        raise TypeError(f"an amount is shown from Decimal or int, not {type(amount).__name__}")
    return f"{Decimal(amount):,.2f}"


def show_count(number: Decimal | int | None) -> str:
    """A whole number, or a decimal without trailing zeros, with thousands separators."""
    if number is None:
        return EMPTY
    if isinstance(number, Decimal):
        number = number.normalize() if number != number.to_integral_value() else number.quantize(Decimal(1))
    return f"{number:,f}" if isinstance(number, Decimal) else f"{number:,}"


def show_day(day: datetime.date | None) -> str:
    """2016-12-31."""
    return EMPTY if day is None else day.strftime("%Y-%m-%d")


def show_time(moment: datetime.datetime | None) -> str:
    """2016-12-31 09:05 by the clock in Shanghai."""
    return EMPTY if moment is None else moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


def show_percent(percent: Decimal | int | None) -> str:
    """One decimal, half up: 25.954 as 26.0 %. A figure that is cut off comes cut off."""
    if percent is None:
        return EMPTY
    return f"{Decimal(percent).quantize(Decimal('0.1'), rounding=ROUND_HALF_UP)} %"


def ratio(part: Decimal | int, whole: Decimal | int) -> Decimal | None:
    """The percentage of a part; None when there is no whole."""
    return Decimal(part) * 100 / Decimal(whole) if whole else None
