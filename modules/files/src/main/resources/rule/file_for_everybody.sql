-- Whether everybody may look at a file f: a picture that came, of an activity that was published or of a merchant with a contract.
f.status = 'STORED' and f.media_type in ('JPEG', 'PNG', 'WEBP')
and (exists (select from activity a
              where a.district_id = :district and a.id = f.activity_id and a.published_at is not null)
     or exists (select from merchant m
                 where m.district_id = :district and m.id = f.merchant_id and m.status in ('SIGNED', 'VERIFIED', 'ACTIVE')))
