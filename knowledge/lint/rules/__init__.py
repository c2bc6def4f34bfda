"""The rules that need nothing but the records; those on numbers and voices stand in `nlu.lint`."""
