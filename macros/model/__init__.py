"""Plain frozen values that every other room passes around; no reading, no rendering, no checks."""
