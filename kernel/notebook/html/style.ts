/**
 * The look of an exported page: light and dark, screen and paper.
 *
 * @module
 */

/** The only style sheet of the page; it loads nothing. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --text: #1f2328; --soft: #59636e; --line: #d1d9e0; --paper: #fff; --box: #f6f8fa;
  --link: #0550ae; --red: #b3202b; --warm: #fff4e5;
  --keyword: #a0207a; --string: #0a5c36; --number: #0550ae; --name: #6639ba; --comment: #59636e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --text: #e6edf3; --soft: #9da7b1; --line: #3d444d; --paper: #0d1117; --box: #161b22;
    --link: #79b8ff; --red: #ff8f88; --warm: #2b2111;
    --keyword: #ff9bd2; --string: #8ddb9c; --number: #79c0ff; --name: #d2a8ff; --comment: #9da7b1;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; color: var(--text); background: var(--paper);
  font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif;
}
main, nav, footer { max-width: 60rem; margin: 0 auto; padding: 0 1.5rem; }
nav { margin-top: 2rem; }
nav ul { list-style: none; margin: .5rem 0; padding: 0; }
nav .level-2 { padding-left: 1.25rem; }
nav .level-3 { padding-left: 2.5rem; }
footer { margin: 3rem auto 2rem; color: var(--soft); font-size: .85rem; }
a { color: var(--link); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: .5rem 1rem; }
h1, h2, h3, h4 { line-height: 1.25; margin: 2rem 0 .75rem; }
code, pre, .count { font: .875rem/1.5 ui-monospace, "SF Mono", Consolas, "Liberation Mono", monospace; }
pre { margin: .5rem 0; padding: .75rem 1rem; overflow: auto; border-radius: 6px; }
pre.source, .markdown pre { background: var(--box); border: 1px solid var(--line); }
pre.stdout, pre.stderr, pre.text, pre.error { max-height: 40rem; padding-left: 0; }
pre.stderr { background: var(--warm); padding-left: 1rem; }
pre.error { border-left: 3px solid var(--red); padding-left: 1rem; }
section.code { position: relative; margin: 1rem 0; }
.count { position: absolute; right: 100%; margin: .8rem .75rem 0 0; color: var(--soft); white-space: pre; }
@media (max-width: 72rem) { .count { position: static; margin: 0; } }
.outputs { overflow-x: auto; }
.outputs .html { contain: layout paint; overflow-x: auto; }
img { max-width: 100%; height: auto; }
table { border-collapse: collapse; margin: .75rem 0; font-size: .9rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--soft); padding: .25rem 0; }
th, td { padding: .25rem .6rem; border-bottom: 1px solid var(--line); text-align: left; }
th { font-weight: 600; }
blockquote { margin: 1rem 0; padding-left: 1rem; border-left: 3px solid var(--line); color: var(--soft); }
.hljs-keyword, .hljs-literal, .hljs-built_in { color: var(--keyword); }
.hljs-string, .hljs-regexp { color: var(--string); }
.hljs-number { color: var(--number); }
.hljs-title, .hljs-attr, .hljs-property { color: var(--name); }
.hljs-comment { color: var(--comment); font-style: italic; }
.ansi-black-fg, .ansi-bright-black-fg { color: var(--soft); }
.ansi-red-fg, .ansi-bright-red-fg { color: var(--red); }
.ansi-green-fg, .ansi-bright-green-fg { color: var(--string); }
.ansi-yellow-fg, .ansi-bright-yellow-fg { color: light-dark(#7a5200, #e3b341); }
.ansi-blue-fg, .ansi-bright-blue-fg { color: var(--number); }
.ansi-magenta-fg, .ansi-bright-magenta-fg { color: var(--keyword); }
.ansi-cyan-fg, .ansi-bright-cyan-fg { color: light-dark(#1b6070, #76d9e6); }
.ansi-red-bg, .ansi-bright-red-bg { background: light-dark(#ffd8d6, #67120f); }
.ansi-green-bg, .ansi-bright-green-bg { background: light-dark(#d2f5d8, #0f3d1c); }
.ansi-yellow-bg, .ansi-bright-yellow-bg { background: light-dark(#fff1c2, #4a3500); }
.ansi-blue-bg, .ansi-bright-blue-bg { background: light-dark(#d6e8ff, #0c2d6b); }
@media print {
  nav, .skip { display: none; }
  pre { max-height: none !important; white-space: pre-wrap; }
  section.code, img, table { break-inside: avoid; }
}
`;
