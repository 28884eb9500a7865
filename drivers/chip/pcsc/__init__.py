"""Chip cards through PC/SC: what card it is, and what stands on a purchase card (购电卡)."""
