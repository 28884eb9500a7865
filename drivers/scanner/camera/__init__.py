"""A camera that reads codes held in front of it: appointment QR codes, paper tickets' CODE128."""
