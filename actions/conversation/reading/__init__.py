"""How spoken Chinese is read: numbers, days, hours, telephone numbers, villages and people."""
