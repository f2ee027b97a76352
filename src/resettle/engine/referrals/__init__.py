"""Referrals: which act may come next on a case, by whom, and what stands in its way."""
