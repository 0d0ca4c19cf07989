"""What sales channels ask of a picture, as data, and how a picture answers."""
