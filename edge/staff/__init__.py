"""The clerk's terminal: sign in, open a counter, call, serve and finish, by single keys."""
