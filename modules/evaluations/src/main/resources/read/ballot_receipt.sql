-- The rows of type BallotReceipt: the caller's own, and nobody else's.
select r.id, r.campaign_id, r.account
  from evaluation_receipt r
 where r.district_id = :district
   and r.account = :subject
