-- The rows of type EvaluationCampaign: all for district officers and auditors, within a street officer's duty the street officer's, the
-- announced for whom they are about; for voters from the announcement until the count begins, so that nobody watches a score being
-- contested; published ones for everybody with a part. Since party membership is sensitive, a published one about a serving member
-- is only for the workers of its community, and auditors read the first character of the person's name.
select c.id, c.title, c.subject_kind,
       case when c.subject_kind = 'SERVING_MEMBER' and has_role('AUDITOR') and not has_role('DISTRICT_OFFICER')
            then left(c.subject_name, 1) || '**' else c.subject_name end as subject_name,
       c.status, c.opens_at, c.closes_at, c.published_at, c.community_id, c.grid_id,
       c.subject_id, c.edition, c.minimum_ballots, c.missing_legs, c.appeal_days, c.version,
       case c.subject_kind when 'SERVING_MEMBER' then 'ServingMember' when 'UNIT' then 'Unit'
                           when 'PROPERTY_COMPANY' then 'PropertyCompany' when 'MERCHANT' then 'Merchant' end as subject_type,
       c.appeals_until,
       (select a.id from evaluation_appeal a where a.district_id = :district and a.campaign_id = c.id) as appeal_id,
       c.score
  from evaluation_campaign c
 where c.district_id = :district
   and (has_role('DISTRICT_OFFICER', 'AUDITOR')
        or c.status <> 'DRAFT' and is_own(c.subject_id, 'SERVING_MEMBER', 'UNIT_CONTACT', 'PROPERTY_MANAGER', 'MERCHANT')
        or c.status in ('ANNOUNCED', 'OPEN', 'CLOSED')
           and (exists (select from evaluation_voter v
                         where v.district_id = :district and v.campaign_id = c.id
                           and (v.account = :subject or is_own(v.resident_id, 'RESIDENT')))
                or exists (select from resident r
                            where r.district_id = :district and is_own(r.id, 'RESIDENT')
                              and r.community_id = c.community_id and r.grid_id = coalesce(c.grid_id, r.grid_id)))
        or c.status = 'PUBLISHED' and c.subject_kind <> 'SERVING_MEMBER'
           and has_part()
        or c.status = 'PUBLISHED'
           and exists (select from grid g
                        where g.district_id = :district and g.community_id = c.community_id
                          and sees(g.id, 'COMMUNITY_WORKER', 'STREET_OFFICER'))
        or exists (select from grid g
                    where g.district_id = :district and g.community_id = c.community_id and g.id = coalesce(c.grid_id, g.id)
                      and sees(g.id, 'STREET_OFFICER')))
