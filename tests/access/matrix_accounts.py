"""Who opens which page: work list, people, postings. How to read the table stands in ``tests.access.matrix``."""

TABLE = """
work_list                        -                VTPICAKLDSUR  200
sign_in                          -                open          200
sign_out                         -                open          200
language                         -                open          200
change_password                  -                VTPICAKLDSUR  200
move_demo_date                   -                VTPICAKLDSUR  404
user_list                        -                SUR           200
create_user                      -                S             200
user_detail                      user             SUR           200
reset_password                   user             S             200
disable_user                     user             S             200
unlock_user                      user             U             200
request_posting                  user             S             200
posting_list                     -                SUR           200
confirm_posting                  posting          U             200
end_posting                      posting          U             200
sign_in_attempt_list             -                UR            200
"""
