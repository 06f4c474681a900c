"""Starts every process of one machine, keeps them running, and stops them together."""
