"""Who is who: units, people, the roster, and how accounts join."""
