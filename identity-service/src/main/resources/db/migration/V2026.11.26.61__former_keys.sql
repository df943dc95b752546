-- Keys that follow from a KEY_ENCRYPTION_SECRET of before, by which hashes are still checked that nobody can make anew. A row is a change
-- of the secret.
create table former_key (
    id uuid primary key,
    -- What the hashes are of.
    purpose text not null,
    -- HMAC of a constant: tells keys apart, and nothing about them.
    fingerprint bytea not null,
    -- Encrypted with the present secret, bound to id.
    sealed_key bytea not null,
    kept_at timestamptz not null,
    unique (purpose, fingerprint)
);
