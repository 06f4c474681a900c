"""The rules of tickets, bookings and disputes: plain data and functions. Time and identity are passed in."""
