"""Linking what a citizen says to the service item it is about."""

from knowledge_base.linking.linker import NO_ITEM, Candidate, Linker, Linking

__all__ = ["NO_ITEM", "Candidate", "Linker", "Linking"]
