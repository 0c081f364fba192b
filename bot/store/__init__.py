"""What is kept: one batch, one transaction.

database opens it and hides the dialects, schema has the tables, unit is what one batch reads and writes, kernel applies
a batch, timers are events that fall due, outbox is what waits to be sent and pace how fast that may go, snapshots are
the published cases, housekeeping is what goes away by itself.
"""
