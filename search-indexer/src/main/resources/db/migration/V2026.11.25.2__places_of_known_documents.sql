-- Some at a time, each time in a transaction of its own, so that the running release goes on reading and writing. Read as text: a
-- document may hold what PostgreSQL's JSON cannot, such as the character 0.
do $$
declare
    done uuid := '00000000-0000-0000-0000-000000000000';
    last uuid;
begin
    loop
        select id into last
        from (select id from organization_document where id > done order by id limit 2000) as batch
        order by id desc
        limit 1;
        exit when last is null;
        update organization_document
        set latitude = substring(document from '"places":\[\{[^}]*"latitude":(-?[0-9.]+(?:[eE]-?[0-9]+)?)')::double precision,
            longitude = substring(document from '"places":\[\{[^}]*"longitude":(-?[0-9.]+(?:[eE]-?[0-9]+)?)')::double precision
        where id > done and id <= last and not deleted and latitude is null;
        commit;
        done := last;
    end loop;
end
$$;
