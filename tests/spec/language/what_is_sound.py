"""A few facts and a sound test, of which hostile ones are made."""

FACTS = ["sex", "location", "refugee_status", "date_of_birth", "case_size", "nationality"]
SOUND = "sex = 'F'"
