"""A paper in the store, as a download: nothing in it is ever run or shown by the browser as a page of ours."""

import mimetypes
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from yuping.accounts import sentences
from yuping.accounts.acts import record_act
from yuping.accounts.pages.base import Page
from yuping.core import kept_files


@dataclass(frozen=True, slots=True)
class Kept:
    """Which file of the store a row names, under which name it is handed out, and what the record says of it."""

    file: str
    sha256: str
    title: str
    # The record to which the entry of the audit record belongs.
    of: models.Model
    area_code: str
    back_url: str
    facts: dict[str, object]

    @property
    def ending(self) -> str:
        """Of a file that was looked at when it came in."""
        return self.file.rsplit(".", 1)[-1]


class FilePage(Page, abstract=True):
    """A concrete page names ``model``, ``permission`` and ``kept(row)``.

    Who looks into a paper leaves an entry in the audit record. A file that is missing or is not the one that was kept
    is not handed out; the page says so.
    """

    title = _("The paper can't be shown")

    def kept(self, row: Any) -> Kept:
        """The file of a row."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kept = self.kept(self.one(self.rows(), pk=kwargs["pk"]))
        try:
            content = kept_files.read(kept.file, kept.sha256)
        except kept_files.NotAsKept as error:
            context = self.get_context_data(why=[sentences.sentence(error.code)], back_url=kept.back_url)
            return render(request, "layouts/not_now.html", context, status=404)
        with transaction.atomic():
            facts = {**kept.facts, "sha256": kept.sha256}
            record_act(actor=self.user, verb=self.permission, obj=kept.of, area_code=kept.area_code, facts=facts)
        content_type, _encoding = mimetypes.guess_type(kept.file)
        name = content_disposition_header(as_attachment=True, filename=f"{kept.title}.{kept.ending}")
        headers = {"Content-Disposition": name, "X-Content-Type-Options": "nosniff"}
        return HttpResponse(content, content_type=content_type or "application/octet-stream", headers=headers)
