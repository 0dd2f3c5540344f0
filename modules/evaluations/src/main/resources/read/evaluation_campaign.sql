-- The rows of type EvaluationCampaign: published ones; for district officers all. Since party membership is sensitive, one about a
-- serving member is only for the workers of its community and district officers.
select c.id, c.title, c.subject_kind, c.subject_name, c.status, c.opens_at, c.closes_at, c.published_at, c.community_id,
       (select round(sum(l.score * l.weight) / nullif(sum(l.weight) filter (where l.score is not null), 0), 1)::float8
          from evaluation_leg l
         where l.district_id = :district and l.campaign_id = c.id) as score
  from evaluation_campaign c
 where c.district_id = :district
   and (has_role('DISTRICT_OFFICER')
        or c.status = 'PUBLISHED' and c.subject_kind <> 'SERVING_MEMBER'
           and has_part()
        or c.status = 'PUBLISHED'
           and exists (select from grid g
                        where g.district_id = :district and g.community_id = c.community_id
                          and sees(g.id, 'COMMUNITY_WORKER', 'STREET_OFFICER')))
