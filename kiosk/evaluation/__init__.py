"""The figures of `motcua evaluate`: measured, shown, drawn."""
