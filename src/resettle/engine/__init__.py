"""The rules of resettlement, pure: no clock, no dice, no database."""
