-- The plans of the first day. Prices are an operator's to change, by new versions.
insert into permission (id, position, name, description) values
    ('organization.edit', 1, 'Edit the profile', 'Change names, address, links and the other facts on your organisation''s page.'),
    ('organization.members', 2, 'Invite colleagues', 'Let other people of your organisation edit its page with you.'),
    ('organization.logo', 3, 'Show a logo', 'Put your organisation''s logo on its page and in search results.'),
    ('organization.description', 4, 'Tell your story', 'Add a description, in as many languages as you like.'),
    ('organization.statistics', 5, 'See who looks', 'See how often your page was found and opened.');

insert into quota (id, position, name) values
    ('organizations.claimed', 1, 'Organisations that you look after'),
    ('organization.members', 2, 'People for each organisation');

insert into plan (id, position) values ('basic', 1), ('premium', 2);

insert into plan_version (plan_id, version, name, summary, price_minor, currency, billing_period) values
    ('basic', 1, 'Basic', 'Keep the facts about your organisation right.', 0, 'EUR', 'month'),
    ('premium', 1, 'Premium', 'Present your organisation, together with your colleagues.', 1900, 'EUR', 'month');

insert into plan_version_permission (plan_id, version, permission_id) values
    ('basic', 1, 'organization.edit'),
    ('premium', 1, 'organization.edit'),
    ('premium', 1, 'organization.members'),
    ('premium', 1, 'organization.logo'),
    ('premium', 1, 'organization.description'),
    ('premium', 1, 'organization.statistics');

insert into plan_version_quota (plan_id, version, quota_id, amount) values
    ('basic', 1, 'organizations.claimed', 1),
    ('basic', 1, 'organization.members', 1),
    ('premium', 1, 'organizations.claimed', 10),
    ('premium', 1, 'organization.members', 25);

update plan_version set published_at = '2026-11-24T00:00:00Z' where version = 1;
