// A subscription over graphql-transport-ws (https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md), one a socket.

/** The server sends a ping more often than that; where nothing comes for so long the connection is gone, and nobody said so. */
const SILENCE = 60_000;

/** The server ended it, with a code of /errors; the cursor with which to go on comes along where there is one. */
export class Ended extends Error {
  constructor({ message, extensions }) {
    super(message);
    this.code = extensions?.code;
    this.resumeAfter = extensions?.resumeAfter;
  }
}

/**
 * Hands each answer to `next`, until `signal` leaves or nothing more comes. Fails with {@link Ended}, or with another error where the connection was lost.
 *
 * @param hello what opens the connection: who asks
 * @param question query and variables
 * @param at the endpoint
 */
export function follow(hello, question, { ready, next, signal, at = '/graphql' }) {
  const socket = new WebSocket(`${location.origin.replace('http', 'ws')}${at}`, 'graphql-transport-ws');
  const send = message => socket.send(JSON.stringify(message));
  let silence;
  const listen = fail => {
    clearTimeout(silence);
    silence = setTimeout(() => fail(new Error('silence')), SILENCE);
  };
  return new Promise((done, fail) => {
    listen(fail);
    signal.addEventListener('abort', done);
    socket.onopen = () => send({ type: 'connection_init', payload: hello });
    // Who is refused learns the code as the reason for which the socket is closed.
    socket.onclose = ({ code, reason }) =>
      fail(code === 4403 ? new Ended({ message: reason, extensions: { code: reason } }) : new Error(`closed with ${code}`));
    socket.onmessage = ({ data }) => {
      listen(fail);
      const { type, payload } = JSON.parse(data);
      if (type === 'connection_ack') send({ id: '1', type: 'subscribe', payload: question });
      if (type === 'connection_ack') ready();
      if (type === 'ping') send({ type: 'pong' });
      if (type === 'next') next(payload);
      if (type === 'error') fail(new Ended(payload[0]));
      if (type === 'complete') done();
    };
  }).finally(() => {
    clearTimeout(silence);
    socket.onmessage = null;
    socket.close(1000);
  });
}
