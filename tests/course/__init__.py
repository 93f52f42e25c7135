"""Tests and tools of this course's own content. `course new course` leaves this folder out; all other tests hold for any course."""
