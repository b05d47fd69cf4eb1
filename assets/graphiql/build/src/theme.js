// Dark, light, or as the system says (the default). GraphiQL's style sheet reads the class on <body>.
const KEY = 'leadwire.theme';

export const themes = [
  ['system', 'System'],
  ['light', 'Light'],
  ['dark', 'Dark'],
];

export function savedTheme() {
  const saved = localStorage.getItem(KEY);
  return themes.some(([name]) => name === saved) ? saved : 'system';
}

export function applyTheme(theme) {
  localStorage.setItem(KEY, theme);
  document.body.classList.remove('graphiql-light', 'graphiql-dark');
  if (theme !== 'system') document.body.classList.add(`graphiql-${theme}`);
}
