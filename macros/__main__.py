"""`python -m macros` is the `course` command."""

from macros.adapters.command import main

# Processes that make PDFs side by side import this module again.
if __name__ == "__main__":
    main(prog_name="course")
