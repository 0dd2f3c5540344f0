// A feed followed over lost connections and restarts: after each it goes on behind the last cursor, on whichever server answers.
import { follow } from './socket.js';

const LONGEST_WAIT = 15;

/** What ends it for good, unless somebody does something about it. */
const FINAL = ['LOGIN_OVER', 'TOKEN_INVALID', 'STREAM_ENDED', 'DISTRICT_SUSPENDED', 'CLIENT_NOT_GRANTED', 'DISTRICT_UNKNOWN', 'NO_DISTRICT', 'SEVERAL_DISTRICTS', 'FORBIDDEN'];

/** What makes the copy worthless: it is too old or of another database, or there is in it what one may not see any more. */
const ANEW = ['CURSOR_EXPIRED', 'INVALID_CURSOR', 'RIGHT_LOST'];

const pause = seconds => new Promise(done => setTimeout(done, seconds * 1000));

/**
 * Until `signal` leaves, or there is no use in trying again.
 *
 * @param at the cursor to begin behind, which moves; without one `begin` gives it
 * @param hello gives what opens a connection, or fails: who asks, with a token that is still good
 * @param question of a cursor: the subscription
 * @param next takes an update
 * @param place the endpoint, where it is not the districts'
 * @param tell is told how it stands: live, waiting (so many seconds) or ended (why)
 */
export async function keepUp({ at, begin, hello, question, next, tell, signal, place }) {
  let tries = 0;
  while (!signal.aborted)
    try {
      const who = await hello();
      at.cursor ??= await begin();
      await follow(who, question(at.cursor), {
        signal,
        at: place,
        ready() {
          tries = 0;
          tell('live');
        },
        next({ data }) {
          if (!data?.updates) return;
          at.cursor = data.updates.cursor;
          next(data.updates);
        },
      });
      if (!signal.aborted) throw new Error('complete');
    } catch (fault) {
      if (signal.aborted) return;
      if (FINAL.includes(fault.code)) return tell('ended', fault);
      at.cursor = ANEW.includes(fault.code) ? undefined : (fault.resumeAfter ?? at.cursor);
      // A token that has run out is another one in the next round.
      const seconds = fault.code === 'TOKEN_EXPIRED' && tries === 0 ? 0 : Math.min(2 ** tries, LONGEST_WAIT);
      tries++;
      if (seconds > 0) tell('waiting', seconds);
      await pause(seconds);
    }
}
