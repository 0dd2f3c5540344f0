// Keeps a copy of a district's activities in step over a WebSocket, with graphql-ws.
import { COPY, FOLLOW, apply, begin, ended } from './district.mjs';
import { sockets } from './sockets.mjs';

async function ask() {
  for await (const { data, errors } of sockets.iterate({ query: COPY })) {
    if (errors) throw errors;
    return data;
  }
}

for (;;) {
  try {
    const after = await begin(ask);
    for await (const { data, errors } of sockets.iterate({ query: FOLLOW, variables: { after } })) {
      if (errors) throw errors;
      apply(data.updates);
    }
    await ended('complete');
  } catch (reason) {
    await ended(reason);
  }
}
