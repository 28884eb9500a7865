"""The hall's copy of headquarters' documents: fetched piece by piece, checked, kept as files."""
