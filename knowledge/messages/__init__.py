"""What comes in, what goes out, and what chats wait for."""
