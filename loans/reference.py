"""Loading of loan products and published rates from ``fixtures/``."""

from loans.models import BenchmarkRate, LoanProduct
from yuping.core import reference


@reference.loader("loan products")
def load_loan_products() -> int:
    """Editions of the product; only the titles and the end of an edition follow the fixture once it is there."""
    rows = reference.rows_of("loan_products")
    LoanProduct.objects.bulk_create(
        [LoanProduct(title_en=row.pop("english"), **row) for row in rows],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["title", "title_en", "effective_until"],
    )
    return len(rows)


@reference.loader("published rates")
def load_published_rates() -> int:
    rows = reference.rows_of("benchmark_rates")
    BenchmarkRate.objects.bulk_create(
        [BenchmarkRate(**row) for row in rows],
        update_conflicts=True,
        unique_fields=["kind", "term", "effective_from"],
        update_fields=["percent"],
    )
    return len(rows)
