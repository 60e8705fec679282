"""Trials by the hundred: the real `canbo run` killed, refused and doubled; a seed replays each."""
