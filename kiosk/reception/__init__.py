"""The receptionist's page (引导员): a paired tablet, who signs in on it, and what they do."""
