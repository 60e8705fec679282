"""Front ends and wiring: how messages come in and go out."""
