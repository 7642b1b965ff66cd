"""Rows, migrations and the unit of work: the only adapter that knows Django's ORM and SQL."""
