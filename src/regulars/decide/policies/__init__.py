"""How slots choose: one file a policy."""

from regulars.decide.policies.policy import Choice, Policy
from regulars.decide.policies.popularity import Popularity
from regulars.decide.policies.thompson import Thompson

__all__ = ["Choice", "Policy", "Popularity", "Thompson"]
