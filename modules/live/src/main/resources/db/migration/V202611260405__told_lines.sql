-- Lines of the log as their types in the contract tell them.

-- Nobody is told who it was that told what came of a shift; whose the words are stands in the outcome.
update event
   set actor = null, actor_roles = '{}', client = null
 where subject_type = 'ShiftOutcome'
   and name = 'SHIFT_OUTCOME_NOTED';

-- No field has one name and two types.
update event
   set payload = json_build_object('deadline', payload -> 'kind', 'amount', payload -> 'amount', 'counted_in', payload -> 'unit')
 where subject_type = 'Deadline'
   and name = 'DEADLINE_CHANGED';

-- What happens before an activity is published, or a service stands in the catalogue, is told to others than what happens then.
update event set name = 'ACTIVITY_PREPARED'
 where subject_type = 'Activity'
   and name = 'ACTIVITY_MOVED'
   and to_state in ('DRAFT', 'SUBMITTED', 'APPROVED', 'RETURNED');
update event set name = 'SERVICE_PREPARED'
 where subject_type = 'MerchantService'
   and name = 'SERVICE_MOVED'
   and to_state in ('DRAFT', 'SUBMITTED', 'RETURNED');
