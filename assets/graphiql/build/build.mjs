// Bundles the playground into the folder above: index.html, app.js, app.css, icon.svg, LICENSES.txt.
// `--check` builds to memory and fails where the committed files differ.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildSchema, parse, validate } from 'graphql';
import { examples, lookups } from './examples.js';
import * as operations from './src/operations.js';

const here = dirname(fileURLToPath(import.meta.url));
const out = dirname(here);

/** Who holds the rights in MIT packages that are published without their licence file (from their repositories). */
const holders = {
  '@graphiql/plugin-doc-explorer': 'Copyright (c) 2021 GraphQL Contributors',
  '@graphiql/plugin-history': 'Copyright (c) 2021 GraphQL Contributors',
  'react-compiler-runtime': 'Copyright (c) Meta Platforms, Inc. and affiliates.',
  'toggle-selection': 'Copyright (c) sudodoki',
};

/** Fonts and images inside style sheets are `data:` addresses, which `default-src 'self'` refuses: they are left out. */
const plainCss = {
  name: 'plain-css',
  setup(builder) {
    builder.onLoad({ filter: /\.css$/ }, ({ path }) => {
      const contents = readFileSync(path, 'utf8')
        .replace(/@font-face\s*\{[^}]*\}/g, '')
        .replace(/background-image:\s*url\(["']?data:[^;}]*;[^;}]*;?/g, '');
      return { contents, loader: 'css' };
    });
  },
};

fitsSchema({
  ...Object.fromEntries(examples.map(({ title, query }) => [title, query])),
  ...Object.fromEntries(Object.entries(lookups).map(([name, { query }]) => [name, query])),
  ...operations,
});

const result = await build({
  absWorkingDir: here,
  entryPoints: { app: 'src/main.jsx' },
  outdir: out,
  write: false,
  bundle: true,
  minify: true,
  metafile: true,
  format: 'iife',
  target: ['es2022', 'chrome110', 'firefox115', 'safari16.4'],
  jsx: 'automatic',
  legalComments: 'none', // the licences are kept whole in LICENSES.txt
  define: { 'process.env.NODE_ENV': '"production"' },
  charset: 'utf8',
  alias: { 'react-remove-scroll': './src/remove-scroll.jsx', 'framer-motion': './src/reorder.jsx' },
  plugins: [plainCss],
  logLevel: 'warning',
});

const files = new Map(result.outputFiles.map((file) => [file.path.slice(out.length + 1), file.text]));
forbid(files, Object.keys(result.metafile.inputs));
const versioned = (html, name) =>
  html.replace(`graphiql/${name}"`, `graphiql/${name}?v=${createHash('sha256').update(files.get(name)).digest('hex').slice(0, 12)}"`);
const html = readFileSync(join(here, 'src/index.html'), 'utf8');
files.set('index.html', [...files.keys()].reduce(versioned, html));
files.set('icon.svg', readFileSync(join(here, 'src/icon.svg'), 'utf8'));
files.set('LICENSES.txt', licences(result.metafile));

let changed = 0;
for (const [name, text] of files) {
  const path = join(out, name);
  const same = existsSync(path) && readFileSync(path, 'utf8') === text;
  if (!same) changed += 1;
  if (!process.argv.includes('--check')) writeFileSync(path, text);
  console.log(`${name.padEnd(14)} ${String(Buffer.byteLength(text)).padStart(9)} bytes ${same ? '' : 'changed'}`);
}
if (process.argv.includes('--check') && changed) process.exit(1);

/** What the content security policy would stop must not be in the bundle in the first place. */
function forbid(built, inputs) {
  const injector = inputs.find((path) => /node_modules\/(react-style-singleton|style-mod|style-inject)\//.test(path));
  if (injector) throw new Error(`${injector} writes <style> elements into the page.`);
  const banned = [
    [/\beval\(|new Function\(/, 'eval'],
    [/url\(["']?(data:|https?:)/, 'a data: or remote address in a style sheet'],
    [/new Worker\(|importScripts\(/, 'a worker'],
    [/(unpkg\.com|jsdelivr\.net|cdnjs|googleapis\.com|esm\.sh)/, 'a CDN address'],
  ];
  for (const [name, text] of built) {
    for (const [pattern, what] of banned) {
      const at = text.search(pattern);
      if (at >= 0) throw new Error(`${name} holds ${what}: …${text.slice(Math.max(0, at - 80), at + 80)}…`);
    }
  }
}

/** The licence of every package that has code in the bundle; packages with the same text share one copy of it. */
function licences(metafile) {
  const folders = Object.keys(metafile.inputs).map((path) => path.match(/^.*node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[0]);
  const byText = new Map();
  for (const folder of [...new Set(folders)].filter(Boolean).sort()) {
    const { name, version, license } = JSON.parse(readFileSync(join(here, folder, 'package.json'), 'utf8'));
    const file = readdirSync(join(here, folder)).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
    const text = file ? readFileSync(join(here, folder, file), 'utf8').trim() : mit(holders[name], name);
    byText.set(text, [...(byText.get(text) ?? []), `${name} ${version} (${license})`]);
  }
  const parts = [...byText].map(([text, names]) => `${names.join('\n')}\n\n${text}\n`);
  return `The packages bundled in app.js and app.css, with their licences.\n\n${parts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

/** The text for the MIT packages that are published without one. */
function mit(holder, name) {
  if (!holder) throw new Error(`${name} has no licence file: find out its terms and add its holder to build.mjs.`);
  return readFileSync(join(here, 'node_modules/graphiql/LICENSE'), 'utf8').trim().replace(/^Copyright .*$/m, holder);
}

/** Every document the page opens with or sends by itself has to fit the committed contract. */
function fitsSchema(documents) {
  const schema = buildSchema(readFileSync(join(here, '../../../schema.graphql'), 'utf8'));
  const problems = Object.entries(documents).flatMap(([name, text]) =>
    validate(schema, parse(text)).map((error) => `${name}: ${error.message}`),
  );
  if (problems.length) throw new Error(`documents that do not fit schema.graphql:\n${problems.join('\n')}`);
}
