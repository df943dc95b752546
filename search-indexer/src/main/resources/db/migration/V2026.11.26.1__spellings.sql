-- How the names of an organisation are spelt, one on a line, in the form in which they are compared letter by letter; and the keys by
-- which a name with one error is found (class Spellings). A release that does not know these columns leaves them as they are: the hash
-- of the document that they were made of tells.
alter table organization_document
    add column spellings text,
    add column spelling_keys integer[],
    add column spelled_of text;
