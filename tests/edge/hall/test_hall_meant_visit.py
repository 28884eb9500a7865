"""A press that names the visit it is meant for never falls on another."""

