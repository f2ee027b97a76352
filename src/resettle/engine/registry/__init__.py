"""People, arrangements and acts, and what follows from them on a day."""
