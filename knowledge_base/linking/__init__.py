"""Linking what a citizen says to the service item it is about."""

from knowledge_base.linking.linker import Candidate, Linker, Linking

__all__ = ["Candidate", "Linker", "Linking"]
