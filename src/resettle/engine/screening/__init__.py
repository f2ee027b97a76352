"""Whether a case meets an arrangement's criteria, and why."""
