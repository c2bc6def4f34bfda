"""Vietnamese as people type it: cleaned, folded, expanded, its tone marks restored."""
