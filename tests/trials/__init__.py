"""Trials by the hundred: the real `canbo run` killed, starved, refused and doubled; each can be replayed by its seed."""
