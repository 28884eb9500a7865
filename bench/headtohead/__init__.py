"""The same kill script against Atrium and against what is used for its job today."""
