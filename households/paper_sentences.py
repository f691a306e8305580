"""What is said of papers and photographs that are refused, or that stay."""

from django.utils.translation import gettext_lazy as _

PAPER_REFUSALS = {
    "households.document_kind": _(
        "This is no PDF, JPEG or PNG file, whatever its name says. Save it as a PDF, or take a photograph of it."
    ),
    "households.document_size": _(
        "The file has %(size)s MB; at most %(most)s MB are kept. Scan it in grey with 200 dpi, or take the photograph "
        "with a smaller picture size."
    ),
    "households.picture_needed": _("A photograph is a JPEG or PNG file."),
    "households.document_taken": _("This file already stands in the household's papers."),
    "households.document_withdrawn": _("This paper is withdrawn already."),
    "households.document_of_identity": _(
        "A change of identity rests on this paper: it stays. If it is the wrong one, have the change refused first, or "
        "attach the right one beside it."
    ),
    "households.document_of_step": _(
        "A step of a case rests on this paper, so it stays. If the step was wrong, that is put right in the case."
    ),
    "households.document_of_score": _(
        "The four-look score of %(day)s rests on this paper, so it stays. Correct the score first, with another paper."
    ),
}
