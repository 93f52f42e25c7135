"""Model in, bytes out."""
