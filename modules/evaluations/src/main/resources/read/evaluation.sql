-- The rows of type Evaluation. Comments may hold personal data: not for guests, district IT, auditors and integrators.
select e.id, e.score, e.comment, e.created_at, e.author_id, e.activity_id, e.merchant_id, e.enrolment_id,
       coalesce(e.activity_id, e.merchant_id) as subject_id,
       case when e.activity_id is not null then 'Activity' else 'Merchant' end as subject_type
  from evaluation e
 where e.district_id = :district
   and has_part()
