"""What the public and shops see, and nothing else."""
