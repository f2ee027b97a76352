"""The HTML report: its page, its sections, its charts; and what of its counts may be told."""
