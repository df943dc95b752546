-- Addresses by how they begin.
create index account_email_prefix on account (email_key text_pattern_ops);
