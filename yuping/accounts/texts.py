"""The sentences for what core and accounts refuse."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "missing_verb": _("Your posting does not include this."),
    "crossed": _("Somebody else saved the same at this moment. Look at the page again, then repeat."),
    "changed_meanwhile": _(
        "Somebody else has changed this record since you opened the form. Nothing was overwritten. Compare what you "
        "entered with the record in another window; saved again, your entries take its place."
    ),
    "file_missing": _(
        "This file is missing in the store. Tell the county's system administrator; it is in the backups."
    ),
    "file_altered": _(
        "This file is not the one that was kept, so it is not handed out. Tell the county's system administrator; "
        "the one that was kept is in the backups."
    ),
    "wrong_state": _("Its state has changed meanwhile, so this step is not possible now. Look at the page again."),
    "same_person": _("Another person has to do this: you took part in an earlier step."),
    "only_preparer": _("Only the person who prepared it can do this."),
    "reason_needed": _("Give the reason."),
    "amount_format": _("Type an amount in yuan with at most two decimals, such as 4000 or 4,000.50."),
    "amount_negative": _("An amount can't be below zero."),
    "amount_least": _("At least %(least)s yuan."),
    "amount_most": _("At most %(most)s yuan."),
    "count_format": _("Type a whole number in digits, such as 12 or 1,200."),
    "number_format": _("Type a plain number, such as 4.75 or 1,200."),
    "number_places": _("At most %(places)s decimals."),
    "number_least": _("At least %(least)s."),
    "number_most": _("At most %(most)s."),
    "scan_unreadable": _("This is no complete PDF, or one that can't be looked into. Scan the paper anew."),
    "scan_acts": _("This PDF holds a script, a program or other files. Print it and scan the paper."),
    "scan_locked": _("This PDF is locked with a password. Save it without one, or scan the paper."),
    "photo_unreadable": _("This is no complete JPEG or PNG picture. Take the photograph again or save it anew."),
    "photo_too_small": _("The picture is too small: at least %(least)s pixels a side."),
    "text_control": _("The text holds characters that can't be stored. Type it again."),
    "text_invisible": _("The text holds invisible characters. Type it again."),
    "text_length": _("At most %(limit)s characters."),
    "identity_empty": _("Enter the identity number."),
    "identity_placeholder": _("999999 stands for no number; enter the number on the card."),
    "identity_characters": _("Only digits, and X at the end."),
    "identity_length": _(
        "An identity number has 18 characters (15 on old cards, 20 or 22 on disability certificates)."
    ),
    "identity_birth_date": _("The birth date in the number does not exist."),
    "identity_future_birth": _("The birth date in the number lies in the future."),
    "identity_too_old": _("By this number the person would be over 120 years old."),
    "identity_check_digit": _("The check digit does not fit: compare each digit with the card."),
    "identity_disability_class": _("The 19th digit (class of disability) must be 1 to 7."),
    "identity_disability_grade": _("The 20th digit (grade of disability) must be 1 to 4."),
    "identity_disability_reissue": _("The last two characters must be B and a digit."),
    "account_characters": _("Only digits."),
    "account_length": _("This kind of account number has %(shortest)s to %(longest)s digits."),
    "account_check": _("The check digit does not fit: compare each digit with the card."),
    "credit_code_length": _("A unified social credit code has 18 characters."),
    "credit_code_characters": _("Only digits and capital letters without I, O, S, V and Z."),
    "credit_code_organisation": _(
        "The organisation's part (characters 9 to 17) does not fit: compare it with the licence."
    ),
    "credit_code_check": _("The check character does not fit: compare each character with the licence."),
    "phone_characters": _("Only digits."),
    "phone_number": _("A mobile number has 11 digits and starts with 1."),
    "username_form": _("Use 3 to 40 small letters, digits and _ . - ; names such as admin or test are not taken."),
    "username_taken": _("This sign-in name is taken."),
    "old_password_wrong": _("The present password is not right."),
    "too_many_attempts": _("Too many attempts with a wrong password. Try again in half an hour."),
    "password_used_before": _("This was one of your last %(count)s passwords. Choose another one."),
    "password_unchanged": _("The new password is the old one."),
    "password_weak": "%(why)s",
    "user_disabled_already": _("This account is disabled."),
    "area_unknown": _("There is no such area."),
    "role_level": _("This role is not held at this level."),
    "period_reversed": _("The last day lies before the first."),
    "posting_confirmed_already": _("This posting is confirmed already."),
    "posting_needs_another": _("Another administrator has to confirm the posting."),
    "posting_end_outside": _("The last day must lie within the posting."),
    "roles_incompatible": _("This role must not meet another one of the person: %(other)s."),
    "not_for_oneself": _("Nobody does this for himself."),
    "three_administrators_needed": _("Name one system, one security and one audit administrator."),
    "three_people_needed": _("The three administrators are three people, each with a name and a sign-in name."),
    "county_code_form": _("A county code has 6 digits."),
    "county_name_needed": _("Enter the name of the county."),
    "installation_open_already": _("This installation is open already."),
    "not_a_demo": _("Only a demo database has a date that can be moved."),
    "demo_date_forward": _("Choose a day after %(before)s."),
    "file_empty": _("The file is empty."),
    "file_too_large": _("The file is larger than %(limit)s MB. Split it."),
    "file_type": _("This is no workbook (.xlsx, .xls) and no list (.csv), or it is another one than its name says."),
    "cell_lost_digits": _(
        "Excel has rounded this long number and its last digits are lost. Format the column as text and type it again."
    ),
    "file_old_excel": _("This workbook is older than Excel 97. In Excel choose Save as, Excel workbook (.xlsx)."),
    "file_encrypted": _("The workbook is protected by a password. Take the protection away and upload it again."),
    "file_damaged": _("The workbook is damaged. Open it in Excel, save it anew and upload it again."),
    "file_unpacked": _("Unpacked the file is larger than %(limit)s MB."),
    "file_parts": _("The workbook has too many parts."),
    "file_macros": _("The workbook holds macros. Save it as a workbook without macros (.xlsx)."),
    "file_external": _("The workbook refers to other files. Paste its cells as values."),
    "file_embedded": _("The workbook holds embedded objects. Take them out."),
    "file_rows": _("There are more than %(limit)s rows. Split the file."),
    "file_columns": _("There are more than %(limit)s columns. Delete those the form does not have."),
    "file_cells": _(
        "The workbook holds far more cells than rows and columns explain. Copy the rows into the empty form."
    ),
    "file_sheets": _("There are more than %(limit)s sheets."),
    "file_formulas": _(
        "The workbook holds formulas without values (worksheet %(sheet)s, cells %(cells)s). Open it in Excel or WPS, "
        "save it and upload it again."
    ),
    "file_no_sheet": _("There is no sheet to read."),
    "file_encoding": _("The characters of the file can't be read. Save it as UTF-8."),
}
