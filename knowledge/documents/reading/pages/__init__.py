"""Papers that are pages, not text: PDF, scans and photographs."""
