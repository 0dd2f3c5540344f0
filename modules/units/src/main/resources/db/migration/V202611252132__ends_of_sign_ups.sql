-- A part in a shift can be given up, and verified hours be rewarded.

alter type sign_up_status add value 'REWARDED';
alter type sign_up_status add value 'CANCELLED';
