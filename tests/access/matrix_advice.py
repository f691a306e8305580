"""Who opens which page: scores, their templates, leads. How to read the table stands in ``tests.access.matrix``."""

TABLE = """
score_list                       -                VTPLD         200
score_choose                     -                VT            200
score_detail                     score            VTPLD         200
score_correct                    score            VT            200
household_scores                 household        VTPLD         200
score_record                     household        VT            200
score_sheet                      household        VTPLD         200
applicant_score                  identification   VT            200
template_list                    -                VTPLD         200
template_detail                  template         VTPLD         200
template_draft                   template         P             200
template_edit                    template         P             200
template_publish                 template         P             200
template_item_add                template         P             200
template_item_edit               template_item    P             200
template_item_remove             template_item    P             200
lead_list                        -                VTPLD         200
lead_detail                      lead             VTPLD         200
lead_check                       lead             T             200
lead_decide                      checked_lead     P             200
lead_take_up                     lead             P             200
lead_reveal                      lead             TPD           200
lead_evidence                    evidence         VTPD          200
"""
