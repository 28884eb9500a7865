"""A whole hall in one process and in virtual time: devices, screens, people, link, headquarters.

Everything that decides is the product's own; what is simulated is the world around it. The same
seed gives the same days, to the last byte of the journal.
"""
