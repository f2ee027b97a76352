"""Snapshots: the register's frames up to an entry, so that it loads quickly."""

from resettle.records.database import Database


def drop(database: Database) -> None:
    """Takes every snapshot away; the next who opens the register makes another."""
    database.run("DELETE FROM records_snapshot")
