"""Telegram: its updates, its messages, its files."""
