"""Tests of the documentation: what its examples say comes out is what comes out."""
