"""What the sources of a version name: kept as edges with their places, and what is wrong with them told by their places."""

from commhub.publish.references.checks import problems
from commhub.publish.references.keeping import keep, rebuild, remember
from commhub.publish.references.problem import BadSource, Problem

__all__ = ["BadSource", "Problem", "keep", "problems", "rebuild", "remember"]
