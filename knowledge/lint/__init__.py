"""Lint: what is wrong in records that we write, found before a citizen reads it."""
