"""Files to take along, one or many, with what is said of them inside."""
