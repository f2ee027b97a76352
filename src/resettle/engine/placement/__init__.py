"""Which case is proposed to which arrangement, and why."""
