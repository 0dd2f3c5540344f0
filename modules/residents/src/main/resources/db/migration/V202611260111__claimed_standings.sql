-- What an earlier register said of a person, kept apart until another officer than the importer confirms it.

alter table resident
    add column batch_id uuid,
    add column claimed_standing resident_status,
    add constraint resident_claim_is_a_verification check
        (claimed_standing is null
         or claimed_standing in ('IDENTITY_VERIFIED', 'RESIDENCE_VERIFIED', 'ACTIVE') and status = 'REGISTERED' and batch_id is not null);
create index resident_by_batch on resident (district_id, batch_id) where batch_id is not null;

alter table resident add constraint resident_batch_fk
    foreign key (district_id, batch_id) references import_batch (district_id, id);
