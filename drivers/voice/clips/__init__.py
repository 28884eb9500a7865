"""Announcements put together from short clips: recorded by people, or rendered by espeak-ng."""
