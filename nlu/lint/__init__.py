"""The rules of lint that need to know how numbers are read and how a text is spoken."""
