"""Model fields: money, rates, sealed personal data."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from yuping.core import vault

MAX_YUAN = Decimal("999999999999.99")


class MoneyField(models.DecimalField):
    """An amount in yuan, exact to the fen (numeric(14,2)).

    The column's own check holds the range and refuses NaN, which PostgreSQL sorts above every number.
    ``signed=True`` admits negative amounts (balances, corrections).
    """

    def __init__(self, *args: Any, signed: bool = False, **kwargs: Any) -> None:
        self.signed = signed
        kwargs["max_digits"], kwargs["decimal_places"] = 14, 2
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_digits"], kwargs["decimal_places"]
        if self.signed:
            kwargs["signed"] = True
        return name, path, args, kwargs

    def db_check(self, connection: Any) -> str:
        column = connection.ops.quote_name(self.column)
        lowest = -MAX_YUAN if self.signed else Decimal("0.00")
        return f"{column} >= {lowest} AND {column} <= {MAX_YUAN}"

    def to_python(self, value: Any) -> Decimal | None:
        if isinstance(value, float):
            raise TypeError("money is never a float")
        return super().to_python(value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, float):
            raise TypeError("money is never a float")
        return super().get_db_prep_value(value, connection, prepared)

    def validate(self, value: Any, model_instance: Any) -> None:
        super().validate(value, model_instance)
        if value is not None and not (self.signed or value >= 0):
            raise ValidationError(_("The amount can't be below zero."), code="negative")


class Sealed:
    """A personal value as stored: shown as dots unless it is opened on purpose."""

    __slots__ = ("token",)

    def __init__(self, token: str) -> None:
        self.token = token

    def open(self) -> str:
        """The plain value. Whoever shows it whole records that he did (``accounts.services.reveal``)."""
        return vault.open_sealed(self.token)

    def __str__(self) -> str:
        return "••••••"

    def __repr__(self) -> str:
        return "<Sealed>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sealed) and self.token == other.token

    def __hash__(self) -> int:
        return hash(self.token)

    def __bool__(self) -> bool:
        return bool(self.token)


class SealedField(models.TextField):
    """Personal data kept encrypted; assign a plain string, read back a :class:`Sealed`.

    Exact search goes through a separate column holding ``vault.index_of(value, purpose)``.
    """

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Sealed | None:
        return None if value is None else Sealed(value)

    def to_python(self, value: Any) -> Any:
        return value

    def get_prep_value(self, value: Any) -> str | None:
        if value is None or value == "":
            return value
        return value.token if isinstance(value, Sealed) else vault.seal(str(value))

    def value_to_string(self, obj: Any) -> str:
        return "" if self.value_from_object(obj) is None else "••••••"
