"""One message of a citizen: mask it, screen it, keep its order, have it answered within the budget."""
