"""The visitor's page on a telephone, as headquarters serves it, or a hall on a network of its own.

Page, words, styles and what a browser may ask for stand here once; who serves it brings a `Visits`.
"""

from edge.domain.mobile import Dimension, MobileVisit, page_of

__all__ = ["Dimension", "MobileVisit", "page_of"]
