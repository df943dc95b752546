create index organization_document_latitude on organization_document (latitude) where not deleted;
