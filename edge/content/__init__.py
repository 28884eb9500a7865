"""What headquarters' documents say: customers and bills, tariffs, guides, notices. Pure."""
