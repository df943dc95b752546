-- Where the limited search looks for what is near: the first place, in degrees (WGS 84). A release that does not know these columns
-- leaves them as they are; the next state of the organisation puts them right.
alter table organization_document
    add column latitude double precision,
    add column longitude double precision;
