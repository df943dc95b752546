-- Where the limited search looks for what is near: the first place, in degrees (WGS 84). A release that does not know these columns
-- leaves them as they are; the next state of the organisation puts them right.
alter table organization_document
    add column latitude double precision,
    add column longitude double precision;

-- Read as text: a document may hold what PostgreSQL's JSON cannot, such as the character 0.
update organization_document
set latitude = substring(document from '[{,]"latitude":(-?[0-9.]+(?:[eE]-?[0-9]+)?)')::double precision,
    longitude = substring(document from '[{,]"longitude":(-?[0-9.]+(?:[eE]-?[0-9]+)?)')::double precision
where not deleted;

create index organization_document_latitude on organization_document (latitude) where not deleted;
