create index organization_document_spelling_keys on organization_document using gin (spelling_keys) where not deleted;

-- Those whose spellings are still to be made: none, but for the first minutes after an older release has written.
create index organization_document_unspelled on organization_document (id)
    where not deleted and spelled_of is distinct from hash;
