// Keeps a copy of a district's activities in step as a mini-programme does it: one WebSocket, its subprotocol, no header, no library.
// There it is wx.connectSocket({ url, protocols: ['graphql-transport-ws'] }); the messages are the same.
import WebSocket from 'ws';
import { COPY, FOLLOW, apply, begin, ended, listening, socket, who } from './district.mjs';

/** Ends when the socket does, and always with a reason. */
function follow() {
  return new Promise((_, end) => {
    const open = new WebSocket(socket, 'graphql-transport-ws');
    const say = (message) => open.send(JSON.stringify(message));
    const heard = listening(() => {
      end('silence');
      open.close();
    });
    let copied;
    open.onopen = () => {
      heard();
      say({ type: 'connection_init', payload: who });
    };
    open.onerror = open.onclose = (event) => end(event.reason || event.message || 'closed');
    open.onmessage = async ({ data }) => {
      heard();
      const { id, type, payload } = JSON.parse(data);
      if (type === 'ping') say({ type: 'pong' });
      if (type === 'connection_ack') {
        const asked = () =>
          new Promise((done) => {
            copied = done;
            say({ id: 'copy', type: 'subscribe', payload: { query: COPY } });
          });
        say({ id: 'follow', type: 'subscribe', payload: { query: FOLLOW, variables: { after: await begin(asked) } } });
      }
      if (type === 'next' && id === 'copy') copied(payload.data);
      if (type === 'next' && id === 'follow') apply(payload.data.updates);
      if (type === 'error') {
        end(payload);
        open.close();
      }
    };
  });
}

for (;;) await follow().catch(ended);
