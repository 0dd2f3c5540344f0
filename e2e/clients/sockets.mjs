// graphql-ws as these clients use it.
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { listening, socket, who } from './district.mjs';

const heard = listening(() => sockets.terminate());

/** Retries of its own would send the first `after` again, and everything would come twice. */
export const sockets = createClient({
  url: socket,
  webSocketImpl: WebSocket,
  connectionParams: who,
  retryAttempts: 0,
  on: { opened: heard, message: heard },
});
