"""How messages come in and replies go out: each channel turns its own protocol into turns."""
