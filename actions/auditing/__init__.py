"""Reading what was changed by whom, and taking it along."""
