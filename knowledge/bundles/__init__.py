"""Life events: what follows from them, in order, and the papers of all of it counted once."""

from knowledge.bundles.checklist import Paper, case_of, merge, same_paper
from knowledge.bundles.events import Advice, Bundle, Bundles, BundleStep, bundled, read

__all__ = ["Advice", "Bundle", "BundleStep", "Bundles", "Paper", "bundled", "case_of", "merge", "read", "same_paper"]
