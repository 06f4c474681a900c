"""`make bench`: what a turn costs in Bangban and in stock Rasa, side by side. docs/benchmarks.md explains it."""
