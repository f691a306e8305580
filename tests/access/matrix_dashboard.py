"""Who opens which page: figures. How to read the table stands in ``tests.access.matrix``."""

TABLE = """
overview                         -                VTPICAKLD     200
all_figures                      -                VTPICAKLD     200
findings                         -                VTPICAKLD     200
report                           county             VTPICAKLD     200
figure                           figure           VTPICAKLD     200
"""
