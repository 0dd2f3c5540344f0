-- An account that a district counts on is not in the directory, as in a district that came without it.

alter type directory_drift_kind add value 'ACCOUNTS_MISSING' before 'VENDOR_CLIENT_CHANGED';
