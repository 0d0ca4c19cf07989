"""Where bytes live, tried on a real S3 server."""
