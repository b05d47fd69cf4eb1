// GraphiQL put together from its parts, so that the bar and the Live panel can reach its tabs and its schema.
import { useEffect, useState } from 'react';
import { DOC_EXPLORER_PLUGIN, DocExplorerContextProvider } from '@graphiql/plugin-doc-explorer';
import { HISTORY_PLUGIN, HistoryContextProvider } from '@graphiql/plugin-history';
import { GraphiQL, GraphiQLInterface, GraphiQLProvider } from 'graphiql';
import { useEditorContext, useSchemaStore } from '@graphiql/react';
import { examples } from '../examples.js';
import { Bar } from './bar.jsx';
import { fetcher } from './fetcher.js';
import { tabsChanged } from './live.js';
import { LivePanel } from './panel.jsx';
import { useIdentity } from './hooks.js';
import { applyTheme, savedTheme } from './theme.js';

const plugins = [DOC_EXPLORER_PLUGIN, HISTORY_PLUGIN];
const asTab = ({ query, variables }) => ({ query, variables: variables && JSON.stringify(variables, null, 2) });
const defaultTabs = examples.filter((example) => example.open).map(asTab);
const blank = '# Write an operation here, or pick one from Examples.\n';

export function App() {
  const [theme, setTheme] = useState(savedTheme);
  useEffect(() => applyTheme(theme), [theme]);
  return (
    <GraphiQLProvider
      fetcher={fetcher}
      plugins={plugins}
      referencePlugin={DOC_EXPLORER_PLUGIN}
      defaultTabs={defaultTabs}
      defaultQuery={blank}
      shouldPersistHeaders={false}
      inputValueDeprecation
      schemaDescription
    >
      <HistoryContextProvider maxHistoryLength={20}>
        <DocExplorerContextProvider>
          <Watch />
          <Bar theme={theme} setTheme={setTheme} asTab={asTab} />
          <main className="lw-main">
            <GraphiQLInterface
              forcedTheme={theme}
              showPersistHeadersSettings={false}
              defaultEditorToolsVisibility="variables"
            >
              <GraphiQL.Logo>
                <span />
              </GraphiQL.Logo>
            </GraphiQLInterface>
          </main>
          <LivePanel />
        </DocExplorerContextProvider>
      </HistoryContextProvider>
    </GraphiQLProvider>
  );
}

/** Keeps what lives outside React informed, and fetches the schema again when somebody else is asking. */
function Watch() {
  const { tabs, activeTabIndex } = useEditorContext({ nonNull: true });
  const { introspect } = useSchemaStore();
  const [first] = useState(useIdentity());
  const identity = useIdentity();
  useEffect(() => tabsChanged({ tabs, activeTabIndex }), [tabs, activeTabIndex]);
  useEffect(() => {
    if (identity !== first) introspect();
  }, [identity, first, introspect]);
  return null;
}
