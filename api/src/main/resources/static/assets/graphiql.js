// GraphiQL with a district, a login and examples. React and GraphiQL are loaded before this, as globals.
import { examples } from './examples.js';
import { ask, enter, find } from './session.js';

await enter();
ReactDOM.createRoot(find('graphiql')).render(
  React.createElement(GraphiQL, {
    fetcher: (question, options) => ask(question, options?.headers),
    defaultTabs: examples,
    defaultEditorToolsVisibility: 'variables',
    shouldPersistHeaders: false,
  }),
);
