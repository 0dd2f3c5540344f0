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
