-- Set while a lost slot is being replaced, and kept until what it had not sent is appended again: a process that dies in between leaves
-- the slot lost, and the next one finishes the repair. The new slot's own notes must not move these.
alter table outbox_slot
    add column repair_from pg_lsn,
    add column repair_since timestamptz;
