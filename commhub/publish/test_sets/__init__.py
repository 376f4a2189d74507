"""Test sets, from which proofs are made: the samples, those of people, awkward ones, and one for each condition."""
