"""What is said of pictures: editing, its history, tables, and a house's own fields."""
