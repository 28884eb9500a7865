"""Whom a screen's server answers: browsers that somebody let in, each as one screen of one role."""
