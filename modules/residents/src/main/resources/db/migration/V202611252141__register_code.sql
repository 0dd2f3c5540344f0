-- The code under which an earlier register knew a person. It stays when the person is erased: otherwise the next import would bring
-- back whoever wished to be forgotten.

alter table resident
    add column register_code text,
    add constraint resident_register_code_unique unique (district_id, register_code),
    add constraint resident_register_code_form check (register_code ~ '^[0-9A-Z-]{1,24}$');
