// The page: bar, GraphiQL, Live panel.
import { createRoot } from 'react-dom/client';
import { App } from './app.jsx';
import { applyTheme, savedTheme } from './theme.js';
import 'graphiql/style.css';
import './app.css';

applyTheme(savedTheme());
createRoot(document.getElementById('page')).render(<App />);
