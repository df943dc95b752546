-- Mails on their way. A row is gone as soon as the mail server has taken the mail, or nobody needs it any more.
create table mail (
    -- Also the left part of its Message-ID.
    id uuid primary key default uuidv7(),
    kind text not null,
    -- To whom, in which language, and what goes into the words, codes included: encrypted with a key that is derived from
    -- KEY_ENCRYPTION_SECRET, and bound to id.
    sealed bytea not null,
    created_at timestamptz not null,
    -- Dropped unsent from then on.
    good_until timestamptz not null,
    -- How often it was taken to be sent: grows with each claim, so that only the last one decides what becomes of the row.
    attempts integer not null default 0,
    -- Not to be tried before.
    due_at timestamptz not null,
    -- Until then somebody is sending it; past it he is gone, and the next one may.
    claimed_until timestamptz
);

create index mail_due_at on mail (due_at);
