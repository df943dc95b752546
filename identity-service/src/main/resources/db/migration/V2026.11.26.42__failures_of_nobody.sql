-- Written to when somebody tries an address that has no account, as the counts of accounts are: the time of the answer tells nothing.
create table failure_of_nobody (
    bucket integer primary key,
    failures bigint not null
);
