"""The third-party files that are served stand as their manifest says, and none of them reaches out."""

import shutil
from pathlib import Path

from yuping.core.management.commands import vendored


def test_the_vendored_files_agree_with_the_manifest() -> None:
    assert vendored.differences(vendored.FOLDER) == []


def test_an_altered_a_missing_and_an_unlisted_file_are_named(tmp_path: Path) -> None:
    folder = tmp_path / "vendor"
    shutil.copytree(vendored.FOLDER, folder)
    (folder / "htmx" / "htmx.min.js").write_text("altered")
    (folder / "echarts" / "NOTICE").unlink()
    (folder / "new.js").write_text("")

    assert vendored.differences(folder) == [
        "echarts/NOTICE: missing",
        "new.js: not in the manifest",
        "htmx/htmx.min.js: altered",
    ]


def test_no_source_map_is_asked_for() -> None:
    served = [*vendored.FOLDER.rglob("*.js"), *vendored.FOLDER.rglob("*.css")]

    assert [path.name for path in served if "sourceMappingURL" in path.read_text(encoding="utf-8")] == []
