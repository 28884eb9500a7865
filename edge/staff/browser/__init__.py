"""The full-screen terminals in a browser: a page, its guard, and a process for each tab."""
