select k.issued_at from archive_key k where k.district_id = :district
