// GraphiQL with a district, a login and examples. React and GraphiQL are loaded before this, as globals.
import { examples } from './examples.js';
import { ask, enter, find, identity } from './session.js';
import { follow } from './socket.js';

// GraphiQL shows what came last, and unsubscribes with its stop button.
function subscribe(question) {
  return {
    subscribe({ next, error, complete }) {
      const stop = new AbortController();
      const options = { ready() {}, next, signal: stop.signal };
      identity().then(hello => follow(hello, question, options)).then(complete, error);
      return { unsubscribe: () => stop.abort() };
    },
  };
}

const subscribes = ({ operationName }, document) =>
  document?.definitions.some(
    ({ operation, name }) => operation === 'subscription' && (!operationName || name?.value === operationName));

await enter();
ReactDOM.createRoot(find('graphiql')).render(
  React.createElement(GraphiQL, {
    fetcher: (question, options) =>
      subscribes(question, options?.documentAST) ? subscribe(question) : ask(question, options?.headers),
    defaultTabs: examples,
    defaultEditorToolsVisibility: 'variables',
    shouldPersistHeaders: false,
  }),
);
