"""Synthetic answers to the mentoring survey: made up, seeded, the same bytes every time."""
