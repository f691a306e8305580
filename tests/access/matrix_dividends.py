"""Who opens which page: dividends. How to read the table stands in ``tests.access.matrix``."""

TABLE = """
enterprise_list                  -                VTPICAKLD     200
enterprise_add                   -                I             200
enterprise_detail                enterprise       VTPICAKLD     200
enterprise_review                enterprise              I             200
agreement_list                   -                VTPICAKLD     200
agreement_add                    -                I             200
agreement_detail                 agreement        VTPICAKLD     200
agreement_activate               agreement        I             200
participation_list               -                VTPICAKLD     200
instalment_list                  -                TPIAKLD       200
job_list                         -                VTPIAKLD      200
receipt_list                     -                PIAKLD        200
receipt_add                      -                I             200
receipt_detail                   receipt          PIAKLD        200
batch_list                       -                VTPICAKLD     200
batch_add                        -                I             200
batch_detail                     batch            VTPICAKLD     200
bank_file                        bank_file            KD            200
sheet_print                      batch            VTPICAKLD     200
notice_print                     batch            VTPICAKLD     200
batch_lock                       batch            I             200
batch_publish                    batch            T             200
batch_confirm                    batch            P             200
batch_approve                    batch            A             200
batch_return                     batch            PA            200
batch_cancel                     batch            I             200
batch_issue                      batch            K             200
batch_load                       batch            C             200
batch_discard                    batch            C             200
batch_settle                     batch            I             200
batch_close                      batch            P             200
batch_hand_in                    batch            T             200
payout_list                      -                VTPICAKLD     200
payout_detail                    payout           VTPICAKLD     200
payout_remove                    payout           I             200
payout_hold                      payout           TPI           200
hold_confirm                     hold             TPI           200
objection_add                    notice           T             200
objection_answer                 objection        TP            200
villageshare_list                -                TPICAKLD      200
"""
