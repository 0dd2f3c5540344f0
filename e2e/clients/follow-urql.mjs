// Keeps a copy of a district's activities in step with urql over graphql-ws.
import { Client, subscriptionExchange } from '@urql/core';
import { COPY, FOLLOW, apply, begin, ended, http } from './district.mjs';
import { sockets } from './sockets.mjs';

const client = new Client({
  url: http,
  exchanges: [
    subscriptionExchange({
      enableAllOperations: true,
      forwardSubscription: (request) => ({ subscribe: (sink) => ({ unsubscribe: sockets.subscribe(request, sink) }) }),
    }),
  ],
});

async function ask() {
  const { data, error } = await client.query(COPY, {}, { requestPolicy: 'network-only' }).toPromise();
  if (error) throw error;
  return data;
}

/** Ends when the stream does, and always with a reason. */
function follow(after) {
  return new Promise((_, end) => {
    const { unsubscribe } = client.subscription(FOLLOW, { after }).subscribe(({ data, error, hasNext }) => {
      // At the end of a stream urql gives the last result once more.
      if (!error && hasNext) return apply(data.updates);
      queueMicrotask(() => unsubscribe());
      end(error?.networkError ?? error ?? 'complete');
    });
  });
}

for (;;) {
  try {
    await follow(await begin(ask));
  } catch (reason) {
    await ended(reason);
  }
}
