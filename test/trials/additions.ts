import type { Check } from "./checks.ts";
import type { Changes } from "./scratch.ts";

/** An addition that is made but for one half. */
export interface Half {
  addition: string;
  /** What is left out, or done wrong. */
  half: string;
  changes: (text: (path: string) => string) => Changes;
  check: Check;
  /** What the first fault must say, in one of its lines. */
  says: RegExp;
}

/** Puts a text behind another one that is there once. */
function behind(text: string, mark: string, added: string): string {
  const parts = text.split(mark);
  if (parts.length !== 2) throw new Error(`“${mark}” is there ${parts.length - 1} times`);
  return parts.join(`${mark}${added}`);
}

const CAUSES = "src/causes/connections.ts";
const cause = (signal: string): string => `
  {
    id: "trial-cause",
    title: "A trial",
    gate: "exhaustion",
    mechanism: "{use.icmp.entries} entries are tried. They are none.",
    requires: [["${signal}", ">", 0.3]],
    supports: [],
    excludes: [],
    holds: [],
    remedies: [...LARGER_LIMIT],
    references: [KERNEL_CORE],
  },`;
const addCause = (text: (path: string) => string, signal = "use.icmp.share"): Changes => ({
  [CAUSES]: behind(text(CAUSES), "export const CONNECTIONS: readonly Cause[] = [", cause(signal)),
});
const SAMPLE = "samples/trial-cause";
/** A sample as far as its folder tells; nothing here is judged by its bundle. */
const sample = (...variants: readonly object[]): Changes => ({
  [`${SAMPLE}/bundle.tar.gz`]: "",
  [`${SAMPLE}/expected.json`]: JSON.stringify({
    state: "exhausted",
    primary: "trial-cause",
    party: null,
  }),
  [`${SAMPLE}/variants.json`]: JSON.stringify(variants),
});
const common = { why: "It is tried.", edits: [] };
const nearMiss = {
  ...common,
  name: "near-miss-trial",
  expect: { verdict: "ruled-out", by: ["use.icmp.share"] },
};
const absent = { ...common, name: "absent-trial", expect: { wants: "conntrack-table" } };

const PARSERS = "src/parsers/index.ts";
const parser = (without = ""): string => `import { defineSource } from "./source.ts";

export const trial = defineSource<{ lines: number }>({
${[
  'what: "the trial",',
  'get: "cat /proc/trial",',
  'sensitive: ["nothing"],',
  'redact: () => () => "",',
  "alternatives: [],",
  "parser: () => ({ line() {}, end: () => ({ lines: 0 }) }),",
]
  .filter((line) => without === "" || !line.startsWith(without))
  .map((line) => `  ${line}`)
  .join("\n")}
});
`;
const addParser = (text: (path: string) => string, without = ""): Changes => ({
  "src/parsers/trial.ts": parser(without),
  [PARSERS]: behind(
    behind(text(PARSERS), 'import { timeline } from "./timeline.ts";\n', IMPORT_PARSER),
    "  sysctl,\n",
    "  trial,\n",
  ),
});
const IMPORT_PARSER = 'import { trial } from "./trial.ts";\n';

const LAYOUTS = "src/layouts/index.ts";
const LAYOUT = `import { datadog } from "./datadog.ts";
import type { Layout } from "./layout.ts";

export const trial: Layout = { ...datadog, name: "trial" };
`;

const SECTIONS = "src/report/document/index.ts";
const SHOWN = "test/report/document.test.ts";
const section = (content: string): string => `import type { Analysis } from "../contract.ts";
import type { Content } from "./document.ts";
import { text } from "./inline.ts";

export const trial = (_: Analysis): Content[] => [
  { title: "Trial", ${content} },
];
`;
const BLOCKS = 'blocks: [{ kind: "paragraph", words: [text("tried")] }]';
const addSection = (text: (path: string) => string, content = BLOCKS): Changes => ({
  "src/report/document/trial.ts": section(content),
  [SECTIONS]: behind(
    behind(
      text(SECTIONS),
      'import { toDo } from "./to-do.ts";\n',
      'import { trial } from "./trial.ts";\n',
    ),
    "export const SECTIONS = {\n",
    "  trial,\n",
  ),
});
const addShown = (text: (path: string) => string): Changes => ({
  [SHOWN]: behind(
    text(SHOWN),
    "const SHOWN = {\n",
    '  trial: { pages: "tried", terminal: "tried" },\n',
  ),
});
const DOCUMENT = "src/report/document/document.ts";

export const HALVES: readonly Half[] = [
  {
    addition: "a cause",
    half: "without its sample",
    changes: addCause,
    check: "causes",
    says: /cause trial-cause lacks samples\/trial-cause\/bundle\.tar\.gz/,
  },
  {
    addition: "a cause",
    half: "without its near miss",
    changes: (text) => ({ ...addCause(text), ...sample(absent) }),
    check: "causes",
    says: /cause trial-cause lacks a near-miss in samples\/trial-cause\/variants\.json: /,
  },
  {
    addition: "a cause",
    half: "without its absent input",
    changes: (text) => ({ ...addCause(text), ...sample(nearMiss) }),
    check: "causes",
    says: /cause trial-cause lacks an absent in samples\/trial-cause\/variants\.json: /,
  },
  {
    addition: "a cause",
    half: "a signal misspelt",
    changes: (text) => addCause(text, "use.icmp.shares"),
    check: "types",
    says: /src\/causes\/connections\.ts.*"use\.icmp\.shares"/,
  },
  {
    addition: "a cause",
    half: "reports not renewed",
    changes: addCause,
    check: "reports",
    says: /reports\/[\w-]+\.md is stale: run npm run reports/,
  },
  {
    addition: "an input",
    half: "a file without its line in the index",
    changes: () => ({ "src/parsers/trial.ts": parser() }),
    check: "floors",
    says: /no orphans: src\/parsers\/trial\.ts/,
  },
  {
    addition: "an input",
    half: "in the index, without a reader",
    changes: addParser,
    check: "sources",
    says: /nothing of trial is seen in .*: drop it, or show it/,
  },
  ...["what", "get", "sensitive"].map(
    (key): Half => ({
      addition: "an input",
      half: `a source without \`${key}\``,
      changes: (text) => addParser(text, key),
      check: "types",
      says: new RegExp(`Property '${key}' is missing`),
    }),
  ),
  {
    addition: "a layout",
    half: "a file without its line in the index",
    changes: () => ({ "src/layouts/trial.ts": LAYOUT }),
    check: "floors",
    says: /no orphans: src\/layouts\/trial\.ts/,
  },
  {
    addition: "a layout",
    half: "in the index, without a sample",
    changes: (text) => ({
      "src/layouts/trial.ts": LAYOUT,
      [LAYOUTS]: behind(
        behind(text(LAYOUTS), 'import { sosreport } from "./sosreport.ts";\n', IMPORT_PARSER),
        "export const LAYOUTS: readonly Layout[] = [\n",
        "  trial,\n",
      ),
    }),
    check: "layouts",
    says: /layout trial has no sample: add samples\/layouts\//,
  },
  {
    addition: "a section",
    half: "a file without its line in the index",
    changes: () => ({ "src/report/document/trial.ts": section(BLOCKS) }),
    check: "floors",
    says: /no orphans: src\/report\/document\/trial\.ts/,
  },
  {
    addition: "a section",
    half: "without its row in the test",
    changes: addSection,
    check: "types",
    says: /test\/report\/document\.test\.ts.*Property 'trial' is missing|Property 'trial' is missing/,
  },
  {
    addition: "a section",
    half: "for a terminal alone",
    changes: (text) => ({
      ...addSection(
        text,
        'blocks: [], terminal: [{ title: [text("Trial")], blocks: [{ kind: "list", items: [[text("tried")]] }] }]',
      ),
      ...addShown(text),
    }),
    check: "sections",
    says: /section trial: Markdown shows nothing of it; HTML shows nothing of it/,
  },
  {
    addition: "a section",
    half: "for pages alone",
    changes: (text) => ({ ...addSection(text, `${BLOCKS}, terminal: []`), ...addShown(text) }),
    check: "sections",
    says: /section trial: the terminal's text shows nothing of it/,
  },
  {
    addition: "a section",
    half: "a new kind of block that HTML does not render",
    changes: (text) => ({
      [DOCUMENT]: behind(text(DOCUMENT), "export type Block =\n", '  | { kind: "trial" }\n'),
      "src/report/markdown/blocks.ts": rendered(text("src/report/markdown/blocks.ts"), '""'),
      "src/report/text/blocks.ts": rendered(text("src/report/text/blocks.ts"), "[]"),
    }),
    check: "types",
    says: /src\/report\/html\/blocks\.ts.*Property 'trial' is missing|Property 'trial' is missing/,
  },
];

/** A format's renderers with one more. */
function rendered(text: string, gives: string): string {
  const mark = /const \w+: Renderers<Block[^=]*= \{\n/.exec(text)?.[0];
  if (mark === undefined) throw new Error("the renderers of blocks are not where they were");
  return behind(text, mark, `  trial: () => ${gives},\n`);
}
