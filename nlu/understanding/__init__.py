"""What a message means: intent, facet, cases, choice, language."""
