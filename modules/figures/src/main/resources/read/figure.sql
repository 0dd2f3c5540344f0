-- The rows of type Figure: every territory times every figure that has a meaning for it. A value is counted only for the rows and
-- only when it is asked for. Guests see what is published: the district's and its streets' figures.
select md5(t.id::text || k.key)::uuid as id, k.key, k.turn, t.id as territory_id, t.type as territory_type,
       case when :locale = 'zh-CN' then k.label_zh else k.label_en end as label,
       case when :locale = 'zh-CN' then k.definition_zh else k.definition_en end as definition,
       now() as as_of,
       -- Every figure so far counts records, so none is only a lower bound.
       false as lower_bound,
       case k.key
         when 'RESIDENTS_REGISTERED' then
           (select count(*)::int from resident r
             where r.district_id = :district and r.grid_id = any(t.grids)
               and r.status in ('REGISTERED', 'IDENTITY_VERIFIED', 'RESIDENCE_VERIFIED', 'ACTIVE', 'SUSPENDED'))
         when 'SELF_GOVERNANCE_ACTIVITIES' then
           (select count(*)::int from activity a
             where a.district_id = :district and a.kind = 'SELF_GOVERNANCE' and a.status in ('ENDED', 'REPORTED', 'ARCHIVED')
               and case t.type when 'District' then true
                               when 'Street' then a.street_id = t.id
                               when 'Community' then a.community_id = t.id
                               else a.grid_id = t.id end)
         when 'COURSES' then
           (select count(*)::int from course c
              join community y on y.district_id = c.district_id and y.id = c.community_id
             where c.district_id = :district and y.district_id = :district
               and c.published_at is not null and c.status <> 'CANCELLED'
               and case t.type when 'District' then true when 'Street' then y.street_id = t.id else y.id = t.id end)
         when 'MERCHANTS_VISITED' then
           (select count(distinct v.merchant_id)::int from merchant_visit v
             where v.district_id = :district and v.grid_id = any(t.grids))
         when 'MERCHANTS_SIGNED' then
           (select count(*)::int from merchant m
             where m.district_id = :district and m.grid_id = any(t.grids) and m.signed_on is not null)
         when 'MERCHANTS_WITH_SERVICES' then
           (select count(*)::int from merchant m
             where m.district_id = :district and m.grid_id = any(t.grids) and m.signed_on is not null
               and exists (select from merchant_service s
                            where s.district_id = :district and s.merchant_id = m.id and s.status in ('ONLINE', 'SOLD_OUT')))
         when 'POINTS_SERVICES' then
           (select count(*)::int from merchant_service s
              join merchant m on m.district_id = s.district_id and m.id = s.merchant_id
             where s.district_id = :district and s.status in ('ONLINE', 'SOLD_OUT')
               and m.district_id = :district and m.grid_id = any(t.grids) and m.signed_on is not null)
         when 'RULE_SETS' then
           (select count(*)::int from rule_set r
             where r.district_id = :district and (t.type = 'District' or r.street_id = t.id))
         when 'LEAGUE_UNITS' then
           (select count(distinct x.unit_id)::int from project p
              join project_unit x on x.district_id = p.district_id and x.project_id = p.id
              join unit u on u.district_id = x.district_id and u.id = x.unit_id
             where p.district_id = :district and x.district_id = :district and u.district_id = :district
               and p.kind = 'LEAGUE' and (t.type = 'District' or u.street_id = t.id))
         else
           (select count(distinct s.volunteer_id)::int from project p
              join participation x on x.district_id = p.district_id and x.project_id = p.id
              join serving_member s on s.district_id = x.district_id and s.volunteer_id = x.volunteer_id
              join unit u on u.district_id = s.district_id and u.id = s.unit_id
             where p.district_id = :district and x.district_id = :district
               and s.district_id = :district and u.district_id = :district
               and p.kind = case k.key when 'LEAGUE_MEMBERS' then 'LEAGUE'::project_kind else 'TEACHING' end
               and (t.type = 'District' or u.street_id = t.id))
       end as value
  from (select d.id, 'District' as type, array(select g.id from grid g where g.district_id = :district) as grids
          from district d
         where d.id = :district
        union all
        select s.id, 'Street', array(select g.id from grid g
                                       join community c on c.district_id = g.district_id and c.id = g.community_id
                                      where g.district_id = :district and c.district_id = :district and c.street_id = s.id)
          from street s
         where s.district_id = :district
        union all
        select c.id, 'Community', array(select g.id from grid g where g.district_id = :district and g.community_id = c.id)
          from community c
         where c.district_id = :district
        union all
        select g.id, 'Grid', array[g.id]
          from grid g
         where g.district_id = :district) t
  join (values
    ('RESIDENTS_REGISTERED'::figure_key, 'DIALOGUE'::figure_turn, 'Grid',
     '注册居民', 'Residents registered',
     '登记在网格中的居民人数；已迁出、已注销的不计。',
     'Residents recorded in the grids; those who moved out or were erased are not counted.'),
    ('SELF_GOVERNANCE_ACTIVITIES', 'DIALOGUE', 'Grid',
     '居民自治活动', 'Self-governance activities held',
     '已经举办（已结束、已报告或已归档）的居民自治活动场次；两个社区合办的，街道只计一次。',
     'Self-governance activities that took place: ended, reported or archived; one of two communities counts once for the street.'),
    ('COURSES', 'DIALOGUE', 'Community',
     '夜校课程', 'Night-school courses',
     '已公布且未取消的夜校课程门数。',
     'Courses of night schools that were published and not called off.'),
    ('MERCHANTS_VISITED', 'SHARED_CUSTOMERS', 'Grid',
     '走访洽谈商家', 'Merchants visited',
     '至少走访过一次的商家家数，按走访时所在网格计；多次走访只计一家。',
     'Merchants with at least one visit, by their grid at the time; several visits to one merchant count once.'),
    ('MERCHANTS_SIGNED', 'SHARED_CUSTOMERS', 'Grid',
     '签约入驻商家', 'Merchants signed',
     '累计签约的商家家数；其后暂停或退出的仍计入。',
     'Merchants that ever signed; those suspended or gone since are still counted.'),
    ('MERCHANTS_WITH_SERVICES', 'SHARED_CUSTOMERS', 'Grid',
     '已上传服务的商家', 'Merchants with services',
     '签约商家中，目录里至少有一项服务（已上线或已兑完）的家数。',
     'Of the merchants signed, those with at least one service in the catalogue, online or sold out.'),
    ('POINTS_SERVICES', 'SHARED_CUSTOMERS', 'Grid',
     '积分服务', 'Services for points',
     '签约商家在目录里（已上线或已兑完）的积分服务项数。',
     'Services of the merchants signed that are in the catalogue, online or sold out.'),
    ('RULE_SETS', 'SHARED_HOME', 'Street',
     '联盟制度', 'Rule sets of the alliance',
     '驻街单位党建联盟的制度套数；同一制度的多个版本只计一套。',
     'Sets of rules of the alliances of resident units; the editions of one set count once.'),
    ('LEAGUE_UNITS', 'INITIATIVE', 'Street',
     '参与联赛服务的结对单位', 'Units serving at the league',
     '参与联赛志愿服务项目的驻街单位个数，按单位所在街道计，不重复计。',
     'Distinct resident units serving in league projects, by the street of the unit.'),
    ('LEAGUE_MEMBERS', 'INITIATIVE', 'Street',
     '参与联赛服务的在职党员', 'Serving members at the league',
     '参与联赛志愿服务项目的在职党员人数，按所在单位的街道计，不重复计。',
     'Distinct serving members taking part in league projects, by the street of their unit.'),
    ('TEACHING_MEMBERS', 'INITIATIVE', 'Street',
     '在群众夜校授课的在职党员', 'Serving members teaching',
     '在群众夜校授课的在职党员人数，按所在单位的街道计，不重复计。',
     'Distinct serving members who teach at the people''s night school, by the street of their unit.'))
    as k (key, turn, smallest, label_zh, label_en, definition_zh, definition_en)
    on t.type = any(case k.smallest
                      when 'Grid' then array['District', 'Street', 'Community', 'Grid']
                      when 'Community' then array['District', 'Street', 'Community']
                      else array['District', 'Street'] end)
 where (t.type in ('District', 'Street')
        or has_part() or has_role('DISTRICT_ADMIN', 'AUDITOR', 'INTEGRATOR'))
