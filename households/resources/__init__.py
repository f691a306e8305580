"""Household files as workbooks: the columns of a file, how a cell is read, the empty form, the roster."""
