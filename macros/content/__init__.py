"""Text in, model out: readers that return values and problems and never raise for an author's mistake."""
