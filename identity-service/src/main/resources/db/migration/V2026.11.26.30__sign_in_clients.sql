-- Clients that people sign in to: those that have redirect URIs.
alter table client
    add column redirect_uris text[] not null default '{}',
    add column post_logout_redirect_uris text[] not null default '{}',
    -- Runs where it can keep no secret, such as in a browser: known by its redirect URIs and PKCE alone.
    add column is_public boolean not null default false;
