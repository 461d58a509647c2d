/** The page's style: readable on a phone and on paper, in light and dark, without any font fetched. */
export const STYLE = `
:root { color-scheme: light dark; --text: #1c2127; --soft: #57606a; --back: #ffffff; --panel: #f4f6f8; --line: #d5dae0; --accent: #3d5a80; }
@media (prefers-color-scheme: dark) { :root { --text: #e4e8ec; --soft: #a4aeb8; --back: #14181d; --panel: #1d232a; --line: #38414b; --accent: #8fb3dc; } }
.state-exhausted, .state-critical { --accent: #b3261e; }
.state-at-risk, .state-elevated, .state-recovered { --accent: #8a5300; }
.state-healthy { --accent: #1d6b35; }
@media (prefers-color-scheme: dark) {
  .state-exhausted, .state-critical { --accent: #ff9a8f; }
  .state-at-risk, .state-elevated, .state-recovered { --accent: #f0b95b; }
  .state-healthy { --accent: #7fd698; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--text); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
main { max-width: 68rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; overflow-wrap: anywhere; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 1rem; padding-left: .75rem; border-left: .4rem solid var(--accent); }
h1 + p { font-size: 1.1rem; }
h2 { margin: 2.5rem 0 .75rem; font-size: 1.3rem; border-bottom: 1px solid var(--line); padding-bottom: .25rem; }
h3 { margin: 1.75rem 0 .5rem; font-size: 1.08rem; color: var(--accent); }
p, ul { margin: .6rem 0; }
li { margin: .25rem 0; }
blockquote { margin: 1rem 0; padding: .5rem 1rem; border-left: .25rem solid var(--line); background: var(--panel); color: var(--soft); }
code { font: .875em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; background: var(--panel); padding: .1em .3em; border-radius: .25rem; }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: .4rem; padding: .75rem 1rem; white-space: pre-wrap; }
pre code { background: none; padding: 0; }
.table { overflow-x: auto; margin: 1rem 0; }
.table:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid var(--line); overflow-wrap: normal; }
th { color: var(--soft); font-weight: 600; white-space: nowrap; }
td code { overflow-wrap: anywhere; }
.right { text-align: right; white-space: nowrap; }
summary { cursor: pointer; color: var(--soft); }
@media print {
  :root { --text: #000; --soft: #444; --back: #fff; --panel: #f4f4f4; --line: #ccc; }
  main { max-width: none; padding: 0; }
  body { font-size: 10.5pt; }
  tr, pre, blockquote { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  .table { overflow: visible; }
}
`;
