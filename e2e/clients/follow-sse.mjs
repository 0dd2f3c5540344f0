// Keeps a copy of a district's activities in step over server-sent events, with graphql-sse.
import { createClient } from 'graphql-sse';
import { COPY, FOLLOW, apply, begin, ended, http, who } from './district.mjs';

// Retries of its own would send the first `after` again, and everything would come twice. Of a server that is gone unnoticed
// Node's fetch tells after five minutes; in a browser, give a `fetchFn` that listens for the comments.
const client = createClient({ url: http, headers: who, retryAttempts: 0 });

async function ask() {
  for await (const { data, errors } of client.iterate({ query: COPY })) {
    if (errors) throw errors;
    return data;
  }
}

for (;;) {
  try {
    const after = await begin(ask);
    for await (const { data, errors } of client.iterate({ query: FOLLOW, variables: { after } })) {
      if (errors) throw errors;
      apply(data.updates);
    }
    await ended('complete');
  } catch (reason) {
    await ended(reason);
  }
}
