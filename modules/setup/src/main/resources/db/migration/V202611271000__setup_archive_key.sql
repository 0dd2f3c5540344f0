-- A suspended district logs in no more, so the key for its archives is issued before it may come to that.
alter type setup_step add value 'ARCHIVE_KEY';
