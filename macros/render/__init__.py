"""Model in, HTML text out."""
