-- The limited search finds what is near a point by the latitude of the first place; the meridians are looked at afterwards.
create index organization_document_latitude
    on organization_document (((document::jsonb #>> '{places,0,latitude}')::float8))
    where not deleted;
