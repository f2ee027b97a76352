"""What Django is told: its settings and addresses, and the application that a server runs."""
