"""How the people of this example are invented, step by step; run by make_people.py."""
