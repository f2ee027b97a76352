"""Third-country refugee resettlement: people, arrangements, acts, and the plans that join them."""
