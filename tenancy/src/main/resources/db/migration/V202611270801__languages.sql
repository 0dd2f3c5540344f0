-- In which people are spoken and written to.
create type language as enum ('ZH_CN', 'EN');
