"""Benefits 政策找人: who may claim what, as rules a clerk can read, and the short talk that finds it out."""
