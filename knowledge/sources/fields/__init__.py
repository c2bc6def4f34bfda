"""How each field of a record is read, whatever the format it came in."""
