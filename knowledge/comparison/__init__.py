"""A record of ours held against the portal's of the same code: which facts differ, and which of them are explained."""

from knowledge.comparison.aspects import Aspect, Discrepancy
from knowledge.comparison.comparing import Comparison, compare
from knowledge.comparison.likeness import Likeness

__all__ = ["Aspect", "Comparison", "Discrepancy", "Likeness", "compare"]
