"""What this room says to people when something is refused. What its rules found stands in ``rule_sentences``."""

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "household_outside_area": _("A household lies outside your area. Nothing was done."),
    "households.refused": _("The file can't be saved like this."),
    "households.required": _("Fill this in."),
    "households.unknown_code": _("Choose an entry of the list; this one is not in the list of the year."),
    "households.number_form": _(
        "A household number has %(shortest)s to %(longest)s digits or capital letters, as the national system gives it."
    ),
    "households.future_date": _("The day lies in the future."),
    "households.registered_before_cards": _("Files began in %(first)s; enter a later day."),
    "households.one_head": _("A household has exactly one head; now there are %(count)s."),
    "households.head_first": _("Enter the head as the first member."),
    "households.too_many_persons": _("At most %(limit)s members."),
    "households.person_twice": _("This person stands twice in the household."),
    "households.number_against_birth_date": _("The birth date differs from the one in the identity number."),
    "households.number_against_sex": _("The sex differs from the one in the identity number."),
    "households.same_cause": _("The causes have to differ from each other."),
    "households.watched_before": _("Watching is asked from the form of 2021 on."),
    "households.same_risk": _("The risks have to differ from each other."),
    "households.risks_in_order": _("Fill the risks one after the other."),
    "households.disaster_with_its_risk": _("A natural disaster among the risks needs its kind, and a kind that risk."),
    "households.risk_needs_note": _("Say which other risk it is."),
    "households.class_of_watched_only": _("Only a watched household has a class."),
    "households.main_cause_first": _("Give the main cause before other causes."),
    "households.irrigated_over_farmland": _("Irrigated farmland can't be more than the farmland."),
    "households.out_of_range": _("The number is below 0 or too large."),
    "households.year_range": _("Give a year from %(least)s to %(most)s."),
    "households.danger_level_of_safe_house": _("Only an unsafe house has a danger level."),
    "households.period_reversed": _("The last day lies before the first."),
    "households.healthy_with_illness": _("Who is healthy has no illness or disability."),
    "households.public_post_months": _("A public-welfare post needs its months, 1 to 12, and months need the post."),
    "households.month_range": _("Months are 0 to 12."),
    "households.amount_range": _("An amount is 0 to 999,999,999.99 yuan."),
    "households.year_twice": _("This year stands twice."),
    "households.bank_needed": _("Enter the bank."),
    "households.left_without_kind": _("Say how the member left."),
    "households.village_out_of_reach": _("This village is not in your area."),
    "households.group_unknown": _("The village has no such group."),
    "households.number_taken": _("A household with this number is on file already: %(where)s."),
    "households.number_twice": _("This household number stands twice in the file."),
    "households.death_takes_two": _(
        "You recorded this death yourself. Another person withdraws it once it is settled."
    ),
    "households.person_has_died": _(
        "The death of the person with this number is on record since %(day)s. Check the number; if the death was "
        "recorded of the wrong person, another person than who recorded it withdraws that event."
    ),
    "households.person_on_file": _(
        "A person with this identity number already lives in a household on file: %(where)s."
    ),
    "households.person_in_two_households": _("This identity number stands in two households of the file."),
    "households.account_taken": _("Another household already uses this account: %(where)s."),
    "households.account_twice": _("This account stands for two households of the file."),
    "households.cadre_unknown": _("There is no such cadre."),
    "households.account_holder": _("The holder of the account has to be a living member of the household."),
    "households.account_waiting": _("An account of this household already waits for its second person."),
    "households.account_again": _(
        "The household had this account before. Propose it on the household's page and write down why it is right "
        "again: the bank has confirmed it after a return (who, when), or the holder's name was corrected."
    ),
    "households.account_refused": _("The account can't be saved like this."),
    "households.looks_like_others": _(
        "This looks like somebody on file: compare the files named below the form and say why they are not the same, "
        "or stop here."
    ),
    "households.likely_double": _("Likely double (%(kind)s): %(where)s. Compare the two before you import."),
    "households.payment_on_its_way": _(
        "The household stands in batch %(batch)s between lock and settlement: payee, identity and head stay as they "
        "are until then. Do it once the batch is settled, or have the line held."
    ),
    "households.identity_takes_two": _(
        "This person is paid or borrows: name and number are not corrected here. Propose a change of identity on the "
        "members' page; another person confirms it."
    ),
    "households.identity_unchanged": _("Name and number are the stored ones: there is nothing to change."),
    "households.identity_change_waiting": _("A change of this person's identity already waits for its second person."),
    "households.head_takes_two": _(
        "Money or an account hangs on this household: another person than the one who recorded the event settles the "
        "change of its head."
    ),
    "households.merger_takes_two": _(
        "Money or an account hangs on one of the two households: another person than the one who recorded the event "
        "settles the merger."
    ),
    "households.merger_too_early": _(
        "Something is on record of the households up to %(day)s; enter that day or a later one."
    ),
    "households.open_adjustments": _(
        "%(count)s adjustments of the household that gives way are under way. Bring them to their decision first."
    ),
    "households.leads_in_the_way": _(
        "%(count)s leads of the negative list stand against the household that gives way: not decided yet, or found "
        "not eligible. Decide them, or have the household removed."
    ),
    "households.merger_refused": _("The files can't be merged now."),
    "households.leaving_is_one_of_the_two": _("Choose which of the two files stays."),
    "households.look_again_within_a_year": _("Enter a day after today, at most a year away."),
    "households.nobody_stands_twice": _(
        "Only a phone agrees: nobody stands in both files. Choose the whole household, or decide that they are not the "
        "same."
    ),
    "households.head_stands_twice": _(
        "%(name)s is the head of the household that would be left. Record a change of head first, or merge the whole "
        "household."
    ),
    "households.holder_stands_twice": _(
        "%(name)s holds the payee account of the household that would be left. Close it first."
    ),
    "households.open_events": _("%(count)s life events of the household that gives way are open. Settle them first."),
    "households.doubles_changed": _("The members have changed since the search. Search again."),
    "households.not_on_file": _("%(name)s is no longer on file since %(day)s: %(state)s."),
    "households.not_a_member": _("This person is not a living member of the household."),
    "households.status_refused": _("The status can't be changed."),
    "households.extinct_but_living": _(
        "%(persons)s members still live in the household. Record for each of them that he died or left; with the last "
        "one the file ends by itself."
    ),
    "households.quarter_recorded_already": _("This quarter is recorded already. Correct it on the tab of assistance."),
    "households.future_quarter": _("This quarter has not begun yet."),
    "households.sale_quantity": _("Write a quantity above 0."),
    "households.sale_amount": _("Write an amount above 0 yuan."),
    "households.sale_recorded_already": _(
        "This very sale is recorded already. If it was sold twice on that day, enter both together with the sum."
    ),
    "households.line_withdrawn": _("This line was withdrawn on %(day)s and counts no more."),
    "households.sale_of_another_household": _("This line belongs to another household. Withdraw it and record anew."),
    "households.relocated_already": _("A relocation of this year is recorded already."),
    "households.pairing_accepted": _("This hand-over is accepted already."),
    "households.hand_over_takes_two": _(
        "The cadre does not sign in here: somebody else than who recorded the hand-over accepts for him, of those who "
        "may pair cadres."
    ),
    "households.cadre_accepts_himself": _("%(name)s accepts the hand-over himself when he signs in."),
    "households.head_stays": _("Only a recorded change of head makes another member the head."),
    "households.reason_for_dividend": _(
        "The dividend paid through this system is %(recorded)s yuan. Give the reason for another amount."
    ),
    "households.event_settled": _("This event is settled already."),
    "households.event_withdrawn": _("This event was withdrawn."),
    "households.settled_stays": _(
        "This event was settled and the household put in order after it. Record what happened since as another event."
    ),
    "households.withdrawal_refused": _("The event can't be withdrawn:"),
    "households.left_otherwise": _("%(name)s does not stand any more as the event left him."),
    "households.newcomer_leads": _("%(name)s is the head of the household. Record a change of head first."),
    "households.newcomer_named": _("%(name)s is named by %(count)s records: %(what)s."),
    "households.left_as_he_joined": _(
        "The member joined on %(day)s; he can leave from the next day on. One entered by mistake is taken out by "
        "withdrawing the event by which he came."
    ),
    "households.gone_as_registered": _(
        "The household came on file on %(day)s: it can leave from the next day on. One that should never have been on "
        "file is removed by an adjustment."
    ),
    "households.gone_before_arrival": _("A member who lives there joined on %(day)s; enter that day or a later one."),
    "households.last_one_leaves": _(
        "After %(name)s nobody is left: settling the event ends the household's file. Say in the remark how it came."
    ),
    "households.other_has_left": _("The other household has left the file. Withdraw the event, with the reason."),
    "households.event_before_registration": _("The event lies before the household came on file."),
    "households.event_needs_member": _("Choose the member whom the event concerns."),
    "households.joined_before_birth": _("Nobody joins before the day of his birth."),
    "households.arrival_told": _(
        "How this member joined is on record already: %(kind)s on %(day)s. A new person is entered as a new member."
    ),
    "households.event_needs_other": _("Choose the other household."),
    "households.new_head_needed": _("Choose who becomes the head."),
    "households.relation_needed": _("Say what %(name)s is to the new head."),
    "households.status_not_possible": _("A change of this kind is not decided here."),
    "households.exited_already": _("The household is marked as exited since %(year)s; there is no exit to decide."),
    "households.still_poor": _("The household is marked as poor: it has not exited, so it can't return."),
    "households.about_to_exit": _("The household is about to exit and has not exited yet, so it can't return."),
    "households.returned_already": _("The household is marked as returned since %(year)s already."),
    "households.pairing_waiting": _("A hand-over of this household already waits to be accepted."),
    "households.same_cadre": _("This cadre is already in charge of the household."),
    "households.visit_outside_pairing": _("On that day the cadre was not in charge of this household."),
    "households.problem_needs_class": _("Give the class of the problem."),
    "households.problem_needs_owner": _("Say which unit or person sees to the problem."),
    "households.problem_needs_day": _("Give the day by which the problem is to be put right."),
    "households.due_before_visit": _("The day lies before the visit of %(day)s."),
    "households.closed_before_visit": _("A problem is closed on the day of the visit, %(day)s, or later."),
    "households.before_last_step": _("The last step was taken on %(day)s; enter that day or a later one."),
    "households.present_cadre_since": _("The present cadre is in charge since %(day)s; enter a later day."),
    "households.accepted_before_start": _("The new cadre is in charge from %(day)s; enter that day or a later one."),
    "households.left_before_joined": _("The member joined the household on %(day)s; enter a later day."),
    "households.problem_closed": _("This problem is closed already."),
    "households.draft_too_large": _("This is too much for one form. Save it before you go on."),
    "households.draft_odd": _("This can't be kept as it stands. Shorten the field you typed last."),
    "households.too_many_drafts": _(
        "You have %(count)s half-entered forms. Finish or discard some of them, then go on."
    ),
    "households.draft_elsewhere": _(
        "This form was gone on with in another window, last at %(at)s. What is typed here is no longer kept."
    ),
    "households.draft_gone": _("This half-entered form was saved or discarded meanwhile. It is no longer kept."),
    "households.draft_of_another": _("Another person is signed in by now. What is typed here is no longer kept."),
    "households.application_open": _("An application of this person is already under way."),
    "households.notice_days": _("The notice has to stand at least %(days)s working days; it ends on %(until)s."),
    "households.notice_plain_days": _("The notice has to stand at least %(days)s days; it ends on %(until)s."),
    "households.objection_open": _("An objection to the notice is not answered yet. Answer it first."),
    "households.objection_answered": _("This objection has its answer."),
    "households.not_on_notice": _("Nothing is on notice here now, so nothing can be objected to."),
    "households.outside_notice": _("The notice was put up on %(day)s; enter a day from then until today."),
    "households.paper_needed": _("Attach the paper or photograph that this step rests on."),
    "households.votes": _("There can't be more votes in favour than votes cast."),
    "households.no_majority": _(
        "More than half of the votes have to be in favour. If they were not, end the case by “%(refusal)s”."
    ),
    "households.step_of_another_kind": _("This step belongs to another kind of procedure."),
    "households.never_exempted": _(
        "This problem can't be exempted: it follows from a decision. Put it right, or have the decision taken up again."
    ),
    "households.exemption_period": _("An exemption lasts at most a year."),
    "households.nothing_to_reveal": _("There is no number here."),
    "households.column_missing": _(
        "The column %(column)s is missing in the sheet %(sheet)s. Add it, or say which of its columns it is."
    ),
    "households.column_twice": _("The column %(column)s stands twice in the sheet %(sheet)s."),
    "households.column_unknown": _(
        "The column %(column)s of the sheet %(sheet)s is not known. Say which field it is, or that it is not read; or "
        "correct its heading."
    ),
    "households.sheet_missing": _("The sheet %(sheet)s is missing."),
    "households.no_rows": _("There are no rows below the heading of the sheet %(sheet)s."),
    "households.household_unknown": _("No household with this number stands in the sheet of households."),
    "households.yes_or_no": _("Write 是 or 否."),
    "households.not_a_number": _("Write a plain number with at most two decimals."),
    "households.not_whole": _("Write a whole number."),
    "households.village_unknown": _("There is no village of this name. Write its name or its 12-digit code."),
    "households.village_like": _("There is no village of this name. Is %(names)s meant? Write its whole name or code."),
    "households.village_name_twice": _("Two villages have this name. Write the 12-digit code."),
    "households.month_unclear": _("This may be January or October. Write the month as text, such as 2016年10月."),
    "households.code_without_label": _(
        "Other systems number this list differently. Write the entry in words instead of %(text)s: %(options)s."
    ),
    "households.ditto_here": _("This belongs to one person alone. Write it out instead of 同上."),
    "households.differs_in_household": _("Another row of this household says something else. Make them agree."),
    "households.head_of_another": _(
        "On file this number is the household of %(head)s. Compare number and name: the line may have slipped."
    ),
    "households.join_kind_needed": _(
        "Somebody new in a household on file: write how he or she came (column 增加原因: %(options)s)."
    ),
    "households.visitor_no_cadre": _(
        "%(names)s stands neither on the register of cadres nor among the users. Check the name."
    ),
    "households.head_differs": _("The household's members name another head. Make them agree."),
    "households.village_of_other_township": _("The township named in this row has no village of this name."),
    "households.not_on_file_here": _("No household on file in your area has this number."),
    "households.row_twice": _("The same row stands further up in this file."),
    "households.name_twice_in_household": _("Two members of the household have this name. Give the number too."),
    "households.sheets_alike": _(
        "Several worksheets hold such a list (%(sheets)s), and only one can be read at a time. Put the rows into one "
        "worksheet, or upload each by itself."
    ),
    "households.masked": _(
        "This number is masked. Enter it in full: export the roster with numbers in full, which needs the permission "
        "and a reason, or leave the cell blank."
    ),
    "households.masked_unknown": _(
        "The masked number fits no member of this name in the household. Enter the number in full."
    ),
    "households.no_heading": _("No row of this file looks like a heading. Choose another file."),
    "households.field_twice": _("The column %(column)s was chosen for two headings."),
    "households.profile_taken": _("You have a profile of this name already."),
    "households.not_a_date": _("Write a date such as 2016-12-31."),
    "households.label_unknown": _("“%(text)s” is none of the words for this column: %(options)s."),
    "households.score_answer": _("Choose an entry, or write a number from 0."),
    "households.score_reason": _("The file says something else. Give the reason for another answer."),
    "households.score_replaced": _("This score was corrected already. Correct the later one."),
    "households.no_template": _(
        "No scoring template is in force on %(day)s. The county's poverty office puts one in force."
    ),
    "households.not_its_paper": _("This paper belongs to another household."),
    "households.application_refused": _("This application was refused."),
    "households.score_limits": _("The limits lie between 1 and below %(full)s points, the poor end first."),
    "households.score_sum": _("The items add up to %(total)s points instead of %(full)s."),
    "households.score_points": _(
        "%(item)s: at least two entries, the best one with exactly %(most)s points and none below 0."
    ),
    "households.score_entry_twice": _("%(item)s: two entries are the same."),
    "households.score_bands": _("%(item)s: the ends of the bands rise, and the last band has none."),
    "households.score_source_entries": _("%(item)s: what the file tells needs exactly its own entries."),
    "households.score_source_number": _("%(item)s: the file tells a number here; answer the item by bands."),
    "households.score_source_choice": _("%(item)s: the file tells an entry here; answer the item by entries."),
    "households.score_item_refused": _("The item can't be saved like this."),
    "households.draft_stands": _("A draft of this template stands already. Go on with that one."),
    "households.template_used": _("Households were scored by this template. Make a new version."),
    "households.template_published": _("This template is in force already."),
    "households.template_refused": _("The template can't be in force like this."),
    "households.template_day": _("A template takes effect today or within a year. Choose such a day."),
    "households.template_overlaps": _("Another template begins on this day or later. Choose a later day."),
    "households.template_scored_since": _("Households were scored on this day or later. Choose a later day."),
    "households.lead_undecided": _("Leads of the negative list about the applicant are not decided: %(count)s."),
    "households.applicant_not_eligible": _(
        "The applicant was found not eligible after a lead of the negative list. Refuse the application."
    ),
    "households.lead_not_found_yet": _("The lead was found on %(day)s; enter that day or a later one."),
    "households.lead_not_checked_yet": _("The check was made on %(day)s; enter that day or a later one."),
    "households.digits_lost": _(
        "Excel has replaced the last digits of this number. Format the column as text and type it again."
    ),
}

# The steps of a lead.
LEAD_STEPS = {
    "check": _("Record the field check"),
    "find_ineligible": _("Found not eligible"),
    "find_eligible": _("Found eligible all the same"),
    "find_other_person": _("Found to be another person"),
    "send_back": _("Sent back to be checked again"),
    "take_up": _("Taken up again"),
    "withdraw": _("Withdrawn with its list"),
}

# The steps of identification and adjustment, as buttons.
STEPS = {
    "review_in_group": _("Record the group review"),
    "review_in_village": _("Record the village review"),
    "publish_first": _("Put up the first notice"),
    "review_in_township": _("Record the township review"),
    "publish_second": _("Put up the second notice"),
    "compare": _("Record the data comparison"),
    "accept": _("Accept for the county"),
    "check": _("Record the check on the spot"),
    "sign": _("Record the household's signature"),
    "hear": _("Record the hearing of the household"),
    "publish": _("Put up the notice"),
    "approve": _("Approve for the county"),
    "announce": _("Record the announcement"),
    "refuse": _("Refuse the application"),
    "reject": _("Refuse for the county"),
}
