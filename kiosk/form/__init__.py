"""The form screen (智能填单): applications are filled in, kept, signed and handed in here."""
