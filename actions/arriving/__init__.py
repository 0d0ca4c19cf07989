"""What every file meets on its way in, whichever way it takes."""
