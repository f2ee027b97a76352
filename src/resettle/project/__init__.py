"""What Django is told: its settings, and later its addresses."""
