/**
 * The page's style: readable on a phone and on paper, in light and dark, without any font fetched. Paper
 * gets the light colours, since the dark ones are for screens only.
 */
export const STYLE = `
:root { color-scheme: light dark; --text: #1a2027; --soft: #505a65; --back: #ffffff; --panel: #f5f7f9; --line: #d3d9e0; --link: #0b57a4; --bad: #b3261e; --bad-tint: #fdf0ee; --warn: #8a4b00; --warn-tint: #fdf4e4; --good: #1b6a34; --good-tint: #edf7ef; --plain: #3f5873; --plain-tint: #eff3f7; }
@media screen and (prefers-color-scheme: dark) { :root { --text: #e6eaee; --soft: #aab4be; --back: #12161b; --panel: #1b2128; --line: #38424d; --link: #8cbcf2; --bad: #ff9d92; --bad-tint: #2b1716; --warn: #f2bd62; --warn-tint: #2a2012; --good: #83d99b; --good-tint: #13251a; --plain: #9dbbdd; --plain-tint: #182029; } }
body, .subject { --accent: var(--plain); --tint: var(--plain-tint); }
.state-exhausted, .state-critical { --accent: var(--bad); --tint: var(--bad-tint); }
.state-at-risk, .state-elevated, .state-recovered { --accent: var(--warn); --tint: var(--warn-tint); }
.state-healthy { --accent: var(--good); --tint: var(--good-tint); }
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; background: var(--back); color: var(--text); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; overflow-wrap: anywhere; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: .5rem; top: -9rem; }
.skip:focus { top: .5rem; padding: .5rem 1rem; background: var(--back); z-index: 1; }

header { background: var(--tint); border-top: .5rem solid var(--accent); border-bottom: 1px solid var(--line); }
.first { max-width: 78rem; margin: 0 auto; padding: 1.25rem 1.5rem 1.75rem; }
.banner { display: flex; align-items: center; gap: .9rem; }
.sign { width: 3.4rem; height: 3.4rem; flex: none; }
.sign .shape { fill: var(--accent); }
.sign .stroke { fill: none; stroke: var(--tint); stroke-width: 2.6; stroke-linecap: round; stroke-linejoin: round; }
h1 { margin: 0; font-size: 1rem; font-weight: 600; line-height: 1.15; color: var(--soft); }
h1 strong { display: block; font-size: 2.3rem; font-weight: 750; letter-spacing: -.01em; color: var(--accent); }
h1 strong::first-letter { text-transform: uppercase; }
.what { margin: .9rem 0; font-size: 1.2rem; line-height: 1.45; max-width: 62rem; }
.figures { display: flex; flex-wrap: wrap; gap: .5rem 2.25rem; margin: 0; padding: 0; list-style: none; }
.figures li { margin: 0; max-width: 13rem; text-wrap: balance; color: var(--soft); font-size: .875rem; line-height: 1.35; }
.figures strong { display: block; font-size: 1.6rem; line-height: 1.2; color: var(--text); font-variant-numeric: tabular-nums; }
.figures .none { color: var(--soft); font-weight: 500; }
.cards { display: grid; gap: 1rem; margin-top: 1.25rem; }
.cards p { max-width: none; }
section, .more { background: var(--back); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem 1.25rem; min-width: 0; }
section h2 { display: flex; align-items: center; gap: .6rem; margin: 0 0 .35rem; padding: 0; border: 0; font-size: .95rem; color: var(--soft); }
.more { margin: 0; font-size: .95rem; line-height: 1.5; }
section p { margin: .5rem 0 0; font-size: .95rem; line-height: 1.5; }
section .lead { margin: 0; font-size: 1.15rem; font-weight: 650; line-height: 1.35; }
section .or { margin-top: .9rem; font-weight: 600; }
section .held { margin: .35rem 0 0; }
section .then { color: var(--soft); }
section pre { margin: .6rem 0 0; }
.chip { display: inline-block; padding: .05em .6em; border: 1.5px solid currentColor; border-radius: 1em; font-size: .8rem; font-weight: 650; line-height: 1.5; white-space: nowrap; vertical-align: .1em; color: var(--soft); }
.chip.critical { color: var(--bad); }
.chip.warning { color: var(--warn); }
.chip.confirmed { color: var(--back); background: var(--text); border-color: var(--text); }
.chip.likely { color: var(--text); }
.chip.possible { border-style: dashed; }

@media (min-width: 48rem) {
  .cards { grid-template: auto 1fr / 1fr 1fr; gap: 0 1rem; }
  .why { border-bottom: 0; border-radius: .6rem .6rem 0 0; padding-bottom: .35rem; }
  .more { border-top: 0; border-radius: 0 0 .6rem .6rem; padding-top: .35rem; }
  .why ~ .now { grid-area: 1 / 2 / 3 / 3; }
}
.columns { max-width: 78rem; margin: 0 auto; padding: 1.5rem 1.5rem 2rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .1rem 1.1rem; margin: 0; padding: 0; list-style: none; font-size: .92rem; }
nav li { margin: 0; }
nav a { display: block; padding: .2rem 0; text-decoration: none; }
nav a:hover { text-decoration: underline; }
@media screen and (min-width: 70rem) {
  .columns { display: grid; grid-template-columns: 13rem minmax(0, 1fr); gap: 2.5rem; }
  nav ul { display: block; position: sticky; top: 1.5rem; }
}
main { min-width: 0; margin-top: 1.25rem; }
@media screen and (min-width: 70rem) { main { margin-top: 0; } }
footer { max-width: 78rem; margin: 0 auto; padding: 0 1.5rem 2rem; color: var(--soft); font-size: .875rem; }
.facts { margin: 0; display: grid; gap: .4rem; }
.facts div { display: grid; grid-template-columns: 5.25rem minmax(0, 1fr); align-items: baseline; }
.facts dt { color: var(--soft); }
.facts dd { margin: 0; font-variant-numeric: tabular-nums; }
h2 { margin: 2rem 0 .7rem; padding-top: .8rem; border-top: 1px solid var(--line); font-size: 1.35rem; line-height: 1.25; }
h3 { margin: 1.5rem 0 .4rem; font-size: 1.1rem; line-height: 1.35; }
p, ul { margin: .6rem 0; max-width: 52rem; text-wrap: pretty; }
ul { padding-left: 1.25rem; }
li { margin: .25rem 0; }
blockquote { margin: 1rem 0 0; padding: .6rem 1rem; border-left: .3rem solid var(--plain); background: var(--plain-tint); max-width: 52rem; }
blockquote p { margin: .25rem 0; }
code { font: .875em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; background: var(--panel); padding: .1em .3em; border-radius: .25rem; }
section code { background: var(--panel); }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: .4rem; padding: .7rem .9rem; white-space: normal; }
pre code { display: block; white-space: pre-wrap; background: none; padding: 0; }
pre code + code { margin-top: .5em; padding-top: .5em; border-top: 1px solid var(--line); }
pre .one { padding-left: 2ch; text-indent: -2ch; }
code { -webkit-user-select: all; user-select: all; }
.whole { white-space: nowrap; }
.long { display: inline-block; max-width: 100%; vertical-align: top; text-indent: 0; }
.table { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; line-height: 1.45; font-variant-numeric: tabular-nums; }
.wide table { min-width: 33rem; }
th, td { text-align: left; vertical-align: top; padding: .45rem .9rem .45rem 0; border-bottom: 1px solid var(--line); overflow-wrap: break-word; }
th { color: var(--soft); font-weight: 600; white-space: nowrap; }
tbody tr:hover { background: var(--panel); }
th:last-child, td:last-child { padding-right: 0; }
.right { text-align: right; white-space: nowrap; }
summary { cursor: pointer; color: var(--link); padding: .2rem 0; width: fit-content; }
@media (max-width: 40rem) {
  .first { padding: .8rem 1rem 1rem; }
  .sign { width: 2.6rem; height: 2.6rem; }
  h1 { font-size: .9rem; }
  h1 strong { font-size: 1.75rem; }
  .what { margin: .6rem 0; font-size: 1rem; line-height: 1.4; }
  .figures { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: .75rem; }
  .figures li { font-size: .74rem; line-height: 1.3; }
  .figures strong { font-size: 1.25rem; }
  .figures .none { font-size: 1rem; line-height: 1.5; }
  .cards { gap: .6rem; margin-top: .8rem; }
  section, .more { padding: .7rem .85rem; }
  .more, section p { font-size: .9rem; line-height: 1.4; }
  section p { margin-top: .35rem; }
  section .lead { font-size: 1rem; }
  .columns { padding: 1rem 1rem 2rem; }
  footer { padding: 0 1rem 1.5rem; }
}
@media print {
  @page { size: A4; margin: 14mm; }
  :root { color-scheme: light; }
  body { font-size: 10pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  nav, .skip { display: none; }
  .first, .columns { max-width: none; padding: 0 0 4mm; }
  header { background: none; padding-top: 4mm; }
  .sign .stroke { stroke: #fff; }
  tr, pre, blockquote, figure, section, .facts div, li { break-inside: avoid; }
  thead { display: table-header-group; }
  h2, h3, figcaption { break-after: avoid; }
  .table { overflow: visible; }
  .wide table { min-width: 0; font-size: 8pt; }
  td code, td .whole, th { white-space: normal; overflow-wrap: anywhere; }
  details::details-content { content-visibility: visible; display: block; block-size: auto; }
}
`;
