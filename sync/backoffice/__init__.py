"""Headquarters: receives the facts of all halls, keeps them, and shows what they tell."""
