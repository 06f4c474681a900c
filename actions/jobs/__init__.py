"""The worker process: what happens without anybody asking."""
