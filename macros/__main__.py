"""`python -m macros` is the `course` command."""

from macros.adapters.command import main

main(prog_name="course")
