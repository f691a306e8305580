"""Who opens which page: villages. How to read the table stands in ``tests.access.matrix``."""

TABLE = """
village_list                     -                VTPICAKLD     200
entry_list                       -                VTPIAKLD      200
entry_record                     -                TP            200
entry_detail                     entry            VTPIAKLD      200
entry_reverse                    entry            TP            200
resolution_list                  -                VTPIAKLD      200
resolution_record                -                TP            200
resolution_detail                resolution       VTPIAKLD      200
resolution_publish               resolution       T             200
account_list                     -                TPIAKD        200
account_propose                  -                T             200
account_detail                   village_account  TPIAKD        200
account_confirm                  village_account  T             200
account_reject                   village_account  T             200
account_close                    village_account  T             200
indicator_grid                   -                VTPIAKLD      200
indicator_print                  -                VTPIAKLD      200
indicator_recompute              -                P             200
value_list                       -                VTPIAKLD      200
value_review                     -                TP            400
taskforce_list                   -                VTPIAKLD      200
taskforce_register               -                P             200
taskforce_detail                 task_force       VTPIAKLD      200
taskforce_change                 task_force       P             200
cadre_list                       -                VTPIAKLD      200
cadre_register                   -                TP            200
cadre_detail                     cadre            VTPIAKLD      200
cadre_edit                       cadre            TP            200
responsibility_list              -                VTPIAKLD      200
responsibility_assign            -                TP            200
responsibility_end               responsibility   TP            200
holiday_list                     -                VTPICAKLDSUR  200
holiday_change                   -                P             200
complaint_phone_list             -                VTPIAKLD      200
complaint_phone_set              -                TP            200
village_detail                   village          VTPICAKLD     200
indicator_enter                  village_year     VTP           200
"""
