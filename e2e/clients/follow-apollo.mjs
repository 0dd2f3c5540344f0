// Keeps a copy of a district's activities in step with Apollo Client over graphql-ws.
import { ApolloClient, InMemoryCache, gql } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import WebSocket from 'ws';
import { COPY, FOLLOW, apply, begin, ended } from './district.mjs';
import { sockets } from './sockets.mjs';

// Apollo's link asks the global one whether a socket is closed; browsers and Node 22 have it.
globalThis.WebSocket ??= WebSocket;
const client = new ApolloClient({
  link: new GraphQLWsLink(sockets),
  cache: new InMemoryCache(),
});

async function ask() {
  const { data, error } = await client.query({ query: gql(COPY), fetchPolicy: 'no-cache' });
  if (error) throw error;
  return data;
}

/** Ends when the stream does, and always with a reason. */
function follow(after) {
  return new Promise((_, end) =>
    client.subscribe({ query: gql(FOLLOW), variables: { after }, fetchPolicy: 'no-cache' }).subscribe({
      next: ({ data, error }) => (error ? end(error) : apply(data.updates)),
      error: end,
      complete: () => end('complete'),
    }));
}

for (;;) {
  try {
    await follow(await begin(ask));
  } catch (reason) {
    await ended(reason);
  }
}
