"""The small dividend year of the dividends tests, for what must hold of its money under every disturbance."""

from tests.dividends.conftest import year

__all__ = ["year"]
