"""What one client may ask of us in a while."""
