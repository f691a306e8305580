"""Who opens which page: loans. How to read the table stands in ``tests.access.matrix``."""

TABLE = """
loan_list                        -                VTPICAKLD     200
loan_detail                      loan             VTPICAKLD     200
without_loan_list                -                VTPICAKLD     200
line_list                        -                PCAKLD        200
movement_list                    -                PCAKLD        200
loan_recommend                   loan             T             200
loan_confirm                     loan             P             200
loan_approve                     loan             C             200
loan_draw                        loan             C             200
loan_settle                      loan             C             200
loan_refuse                      loan             TPC           200
loan_repay                       loan             C             200
recommend_rows                   -                T             400
confirm_rows                     -                P             400
approve_rows                     -                C             400
draw_rows                        -                C             400
settle_rows                      -                C             400
repay_rows                       -                C             400
apply_rows                       -                TC            400
rate_rows                        -                TC            400
apply                            household        TC            200
rate                             household        TC            200
rating_list                      -                TPCAKLD       200
repayment_list                   -                TPICAKLD      200
repayment_reverse                repayment        C             200
quarter_list                     -                PCAKLD        200
quarter_prepare                  -                A             200
line_take_out                    -                A             400
quarter_detail                   quarter          PCAKLD        200
quarter_compare                  quarter          CA            200
quarter_approve                  quarter          A             200
quarter_pay                      quarter          K             200
quarter_cancel                   quarter          A             200
quarter_print                    quarter          PCAKLD        200
movement_record                  -                A             200
lender_list                      -                TPICAKLD      200
lender_register                  -                P             200
product_list                     -                PCAKLD        200
rate_list                        -                PCAKLD        200
"""
