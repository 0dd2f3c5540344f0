-- The figures of a territory (DOMAIN.md S22) have no table: they are counted from the records whenever somebody asks.

create type figure_turn as enum ('DIALOGUE', 'SHARED_CUSTOMERS', 'SHARED_HOME', 'INITIATIVE', 'JOINT_STRENGTH');
create type figure_key as enum
    ('RESIDENTS_REGISTERED', 'SELF_GOVERNANCE_ACTIVITIES', 'COURSES', 'MERCHANTS_VISITED', 'MERCHANTS_SIGNED',
     'MERCHANTS_WITH_SERVICES', 'POINTS_SERVICES', 'RULE_SETS', 'LEAGUE_UNITS', 'LEAGUE_MEMBERS', 'TEACHING_MEMBERS');
