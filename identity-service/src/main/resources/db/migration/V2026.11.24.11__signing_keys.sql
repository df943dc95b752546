-- The keys that sign tokens, one row a generation. What a key may do follows from signs_from and the clock: announced
-- before it, active from it on, retired once the next generation signs.
create table signing_key (
    -- Two copies that make the same generation at once collide here, and one of them wins.
    generation integer primary key check (generation >= 1),
    -- RFC 7638 thumbprint
    kid text not null unique,
    -- RFC 7517, without the private part
    public_key text not null,
    -- Encrypted with a key that is derived from KEY_ENCRYPTION_SECRET, and bound to kid.
    sealed_private_key text not null,
    announced_at timestamptz not null,
    signs_from timestamptz not null check (signs_from >= announced_at)
);
