-- The check of the reference took time for an address with an account, and none for one without: the time of the answer told which it was.
-- A code is gone within a quarter of an hour, and one whose account is gone is good for nothing.
alter table emailed_code drop constraint emailed_code_account_id_fkey;
drop index emailed_code_account;
