"""Reports as files: CSV, XLSX, HTML, JSON, and text for a terminal."""
