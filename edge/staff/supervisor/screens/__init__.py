"""The screens of the supervisor's terminal: sign in, the board, and what opens over it."""
