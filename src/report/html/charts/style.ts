/**
 * Colours of the charts, each at least 3:1 against the page and 4.5:1 against the numbers within it. No
 * meaning hangs on them alone: parts are numbered, bars labelled, the unknown is hatched.
 */
export const CHART_STYLE = `
:root { --c1: #1f5fa8; --c2: #a8480a; --c3: #1d7046; --c4: #85358c; --c5: #756000; --c6: #0e6e7c; --c7: #a02c5c; --c8: #56616c; --inside: #ffffff; --bar: #2c6cb5; }
@media screen and (prefers-color-scheme: dark) { :root { --c1: #7db4f0; --c2: #f0a465; --c3: #74cf9c; --c4: #d79fe0; --c5: #dcc865; --c6: #6fcbd8; --c7: #f199bd; --c8: #a9b4bf; --inside: #10151a; --bar: #74aeee; } }
.chart { margin: 1rem 0 1.5rem; padding: 1rem 1.1rem 1.1rem; max-width: 52rem; background: var(--back); border: 1px solid var(--line); border-radius: .6rem; break-inside: avoid; }
.narrow { max-width: 34rem; }
.chart figcaption { margin-bottom: .75rem; font-weight: 600; font-size: .95rem; line-height: 1.35; }
.chart svg { display: block; }
.chart text { fill: currentColor; font-size: 13px; font-variant-numeric: tabular-nums; paint-order: stroke; stroke: var(--back); stroke-width: 4px; stroke-linejoin: round; }
.chart .number { text-anchor: end; }
.track { fill: var(--line); fill-opacity: .45; }
.bar { fill: var(--bar); }
.meter { display: block; margin-top: .6rem; border-radius: 5px; }
.meter .bar { fill: var(--accent); }
.rim { fill: none; stroke: var(--soft); stroke-width: 2px; }
.hatch { fill: none; stroke: var(--soft); stroke-width: 2px; }
.part { stroke: var(--back); stroke-width: 2px; }
.chart .inside { fill: var(--inside); stroke: none; text-anchor: middle; font-size: 14px; font-weight: 650; }
.c1 { fill: var(--c1); background: var(--c1); }
.c2 { fill: var(--c2); background: var(--c2); }
.c3 { fill: var(--c3); background: var(--c3); }
.c4 { fill: var(--c4); background: var(--c4); }
.c5 { fill: var(--c5); background: var(--c5); }
.c6 { fill: var(--c6); background: var(--c6); }
.c7 { fill: var(--c7); background: var(--c7); }
.c8 { fill: var(--c8); background: var(--c8); }
.legend { margin: .9rem 0 0; padding: 0; list-style: none; font-size: .92rem; line-height: 1.4; max-width: none; }
.legend li { display: flex; gap: .65rem; align-items: baseline; margin: .3rem 0; }
.legend .key { flex: none; min-width: 1.45rem; padding: 0 .25rem; border-radius: .25rem; color: var(--inside); font-size: .8rem; font-weight: 650; text-align: center; }
.legend .name { flex: 1; min-width: 0; }
.legend .amount { flex: none; text-align: right; font-variant-numeric: tabular-nums; }
.legend strong { display: inline-block; min-width: 3.2em; }
.legend .of { display: inline-block; min-width: 4.2em; }
.grid { stroke: var(--line); stroke-width: 1px; stroke-opacity: .7; }
.base { stroke: var(--soft); stroke-width: 1px; }
.area { fill: var(--bar); fill-opacity: .14; }
.count { fill: none; stroke: var(--bar); stroke-width: 2.5px; stroke-linejoin: round; }
.dot { fill: var(--bar); }
.limit { fill: none; stroke: var(--text); stroke-width: 1.5px; stroke-dasharray: 6 4; }
.chart .axis { color: var(--soft); font-size: 12px; }
.chart .middle { text-anchor: middle; }
.chart .end, .on-max, .on-count { text-anchor: end; }
.chart .on-count { fill: var(--bar); font-weight: 600; }
.loss { fill: var(--bad); }
.earlyDrop { fill: var(--warn); }
.insertFailed { fill: var(--c4); }
.drawn { margin: 1rem 0 1.2rem; }
.drawn .chart, .drawn .pair { margin: 0; }
@media (min-width: 60rem) { .tcp-states, .idle { display: inline-block; vertical-align: top; width: 49%; padding-right: 1rem; } }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: 1rem; margin: 1rem 0 1.5rem; max-width: 65rem; }
.pair .chart { margin: 0; }
@media (max-width: 40rem) { .chart { padding: .8rem .85rem; } }
`;
