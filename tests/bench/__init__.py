"""`make bench`: what the engine costs at 13, 130 and 1,300 chapters, beside the same Markdown without it."""
