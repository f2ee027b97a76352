"""Reports: what an office tells others of its register, and what it withholds so that nobody can be singled out."""
