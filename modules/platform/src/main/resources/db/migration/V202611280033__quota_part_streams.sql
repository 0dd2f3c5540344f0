-- Which part of a quota is out of its bounds.
alter type quota_part add value 'STREAMS';
