"""A register kept in a database: append-only entries, their chain, and projections that can be thrown away."""
