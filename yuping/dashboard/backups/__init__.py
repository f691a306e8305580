"""Backups of the whole installation: made of one moment, put back into an empty database, proved equal row for row."""
