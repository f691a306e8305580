"""What imports of workbooks and their undoing say to people when something is refused or doubtful."""

from django.utils.translation import gettext_lazy as _

IMPORT_REFUSALS = {
    "households.import_doubles": _(
        "%(count)s rows look like people or households on file. Compare them and confirm that they are others."
    ),
    "households.import_altered": _(
        "This upload is no longer what was uploaded and checked. Discard it and upload the file again."
    ),
    "households.import_repeats": _(
        "%(count)s visits stand on file already. Look at them and confirm that they are to be entered again."
    ),
    "households.visit_on_file": _("This visit stands on file already: same household, day, visitor and content."),
    "households.status_left": _(
        "On file stands: %(stands)s. The import leaves it so; exit and return go by their own procedures."
    ),
    "households.import_gone": _("The uploaded file is gone: uploads are kept for one hour. Upload it again."),
    "households.import_repeated": _("This very file was imported already on %(day)s."),
    "households.import_stopped": _("The work on this file stopped; nothing was imported. Upload it again."),
    "households.undo_stopped": _("The work on this import stopped; nothing was taken back. Undo it again."),
    "households.undone_already": _("This import was undone on %(day)s."),
    "households.undo_not_this": _(
        "Only an import that stands can be undone, and only if it was noted what it wrote, as is done today."
    ),
    "households.import_at_work": _("This file is being worked on. Wait until that has ended."),
    "households.undo_left": _("Households of this import have left the file since: %(where)s."),
    "households.undo_confirmed": _(
        "Accounts of this import were confirmed by a second person (%(count)s; households %(where)s). Propose the "
        "right accounts on the households' pages."
    ),
    "households.undo_changed": _(
        "Changed since the import: %(what)s (%(count)s; households %(where)s). Correct these households themselves."
    ),
    "households.undo_entered": _(
        "Entered since about persons of this import: %(what)s (%(count)s; households %(where)s). Correct these "
        "households themselves."
    ),
    "households.undo_sealed": _(
        "The import replaced identity numbers or phones (%(count)s; households %(where)s). The earlier ones are not "
        "kept; correct these persons themselves."
    ),
    "households.undo_identity": _(
        "A change of identity waits for its second person (households %(where)s). Have it confirmed or refused first."
    ),
    "households.undo_payee": _(
        "The import changed names or numbers of persons who are paid or borrow by now (%(count)s; households "
        "%(where)s). Propose the right ones as changes of identity."
    ),
    "households.undo_outside": _("Some of its households lie outside your area."),
    "households.undo_depends": _(
        "Something was entered or changed since (%(what)s: %(count)s). Correct the households themselves."
    ),
    "households.import_done": _("This upload was imported already on %(day)s."),
    "households.import_faulty": _("The file holds %(count)s mistakes. Correct it and upload it again."),
    "households.import_changed": _(
        "The files on record have changed since the check. Nothing was imported: upload the file again."
    ),
}
