"""One edit of all images that a filter finds, by a job."""
