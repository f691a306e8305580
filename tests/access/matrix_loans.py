"""Who opens which page: loans. How to read the table stands in ``tests.access.matrix``."""

TABLE = """
loan_list                        -                VTPICAKLD     200
loan_detail                      loan             VTPICAKLD     200
without_loan_list                -                VTPICAKLD     200
line_list                        -                PCAKLD        200
movement_list                    -                PCAKLD        200
"""
