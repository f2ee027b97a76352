"""From codes, parameters and tables to what people read."""
