-- An account that the directory does not let in is a difference, too.

alter type staff_drift_kind add value 'DISABLED';
