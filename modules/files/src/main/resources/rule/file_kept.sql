-- Whether the file f takes room: it came, or still may.
f.status = 'STORED' or f.status = 'REQUESTED' and f.expires_at > now()
