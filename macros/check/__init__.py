"""Model in, problems out: one function per rule."""
