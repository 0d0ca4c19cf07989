"""Taking in many pictures from elsewhere: one import, one job, an account of every item."""
