"""One workbook in a process of its own: how long check and import take, and the most memory the process ever held.

``python -m tests.bench.one_import DATABASE WORKBOOK DAY`` prints it as JSON. What is written stays in the database.
"""

import datetime
import json
import os
import sys
from pathlib import Path


def main(database: str, book: str, day: str) -> None:
    """Upload and confirm as the poverty office; then, the most memory noted, read and check in memory alone."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yuping.settings")
    django.setup()

    from households.resources.reading import read_households
    from households.services import confirm_import, upload_households
    from households.services.checking import check_alone
    from tests.bench.timing import seconds
    from tests.conftest import use_database
    from tests.memory import megabytes
    from yuping.core import clock
    from yuping.core.memory import growing
    from yuping.demo.builder.people import person

    use_database(database)
    data, runs = Path(book).read_bytes(), []
    with clock.fixed(datetime.date.fromisoformat(day)):
        actor = person("poverty1")
        checked = seconds(lambda: runs.append(upload_households(actor=actor, data=data, name="county.xlsx")))
        # Among ten times as many people some look alike; whoever imports has compared them.
        written = seconds(lambda: confirm_import(actor=actor, run_id=runs[0].pk, compared=True))
        peak = megabytes()
        with growing():
            memory = seconds(lambda: check_alone(read_households(data, name="county.xlsx").households))
    json.dump({"check": checked, "import": written, "memory": memory, "peak": peak}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
