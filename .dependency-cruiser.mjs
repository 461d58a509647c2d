/** The floors of the house, lowest first: a file may import from its own floor and from those below. */
const FLOORS = [
  ["errors, limits, format", "^src/(errors|limits|format)\\.ts$"],
  ["archive", "^src/archive/"],
  ["parsers", "^src/parsers/"],
  ["sections", "^src/sections/"],
  ["series", "^src/series/"],
  ["layouts", "^src/layouts/"],
  ["facts", "^src/facts/"],
  ["attribution", "^src/attribution/"],
  ["what-if", "^src/what-if/"],
  ["demand", "^src/demand/"],
  ["signals", "^src/signals/"],
  ["causes", "^src/causes/"],
  ["incident", "^src/incident/"],
  ["report", "^src/report/"],
  ["fleet", "^src/fleet/"],
  ["check", "^src/check/"],
  ["compare", "^src/compare/"],
  ["the pipeline", "^src/(read|read-[a-z]+|evidence|coverage|examine|diagnose[a-z-]*)\\.ts$"],
  ["timeline", "^src/timeline/"],
  ["redact", "^src/redact/"],
  ["node", "^src/(?:node|page)/"],
  ["the public API", "^src/(analyze|analyze-compare|analyze-timeline|analyze-what-if|index)\\.ts$"],
  ["commands", "^src/commands/"],
  ["cli", "^src/cli\\.ts$"],
];

/** What must also run where there is no Node: all below the floor of that name. */
const CORE = FLOORS.slice(
  0,
  FLOORS.findIndex(([name]) => name === "node"),
).map(([, path]) => path);

const upwards = FLOORS.slice(0, -1).map(([name, path], floor) => ({
  name: `${name}: nothing from above`,
  comment: "A floor that knows what is above it cannot be understood, tested or replaced alone.",
  severity: "error",
  from: { path },
  to: { path: FLOORS.slice(floor + 1).map(([, above]) => above) },
}));

export default {
  forbidden: [
    ...upwards,
    {
      name: "no circles",
      comment: "Two files that need each other are one file in disguise.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "the core knows no Node",
      comment: "From archive to report the same code must one day run in a browser tab.",
      severity: "error",
      from: { path: CORE },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "the page knows no Node",
      comment: "It runs in a browser's tab, where there is none.",
      severity: "error",
      from: { path: "^src/page/" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "the page knows not how Node reads",
      comment: "Both hand bytes to the same core: what they share belongs there.",
      severity: "error",
      from: { path: "^src/page/" },
      to: { path: "^src/node/" },
    },
    {
      name: "an incident is told from what is handed in",
      comment:
        "Series to events is arithmetic: what read them, and from where, must not matter to it.",
      severity: "error",
      from: { path: "^src/incident/" },
      to: { path: "^src/", pathNot: "^src/(incident/|format\\.ts$)" },
    },
    {
      name: "causes see signals only",
      comment: "A cause that looks at facts itself could judge an absent value as 0.",
      severity: "error",
      from: { path: "^src/causes/" },
      to: { path: "^src/(archive|parsers|sections|series|layouts|facts|what-if|demand)/" },
    },
    {
      name: "below the report only what is named here uses a library",
      comment: "What reads untrusted bytes should be short and ours, or well-kept and named here.",
      severity: "error",
      from: {
        path: "^src/(archive|parsers|sections|series|layouts|facts|attribution|what-if|demand|signals|causes|incident|timeline|redact)/",
        pathNot:
          "^src/(archive/(xz|zstd)|series/head|redact/prf|causes/(schema|custom|fault))\\.ts$",
      },
      to: { dependencyTypes: ["npm"] },
    },
    {
      name: "the document is made from the contract",
      comment:
        "What a report says must be in the JSON: a look at facts or signals would say what a script cannot read.",
      severity: "error",
      from: { path: "^src/report/document/" },
      to: {
        path: "^src/",
        pathNot:
          "^src/(format|version|report/(claims|comparison|contract|fleet-contract|sentences|timeline-contract|values|words)|report/document/.+)\\.ts$",
      },
    },
    {
      name: "formats see the document only",
      comment:
        "A format that reads another's words, or asks a signal, loses them when somebody renames one.",
      severity: "error",
      from: { path: "^src/report/(text|markdown|html)/" },
      to: {
        path: "^src/",
        pathNot: "^src/(format\\.ts$|report/contract\\.ts$|report/document/|report/$1/)",
      },
    },
    {
      name: "the analysis knows no format",
      comment: "Who asks for JSON alone waits for no lexer of Markdown and for no charts.",
      severity: "error",
      from: { path: "^src/report/[^/]+\\.ts$" },
      to: { path: "^src/report/[^/]+/", pathNot: "^src/report/contract/" },
    },
    {
      name: "Markdown is parsed in one place",
      comment: "It is an input there: the contract's sentences. Elsewhere it would be a detour.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/report/document/prose\\.ts$" },
      to: { path: "node_modules/marked/" },
    },
    {
      name: "no orphans",
      comment: "A file that nothing imports is dead, or is missing from its index.",
      severity: "error",
      from: { path: "^src/(?:cli|index|page/main|page/worker)\\.ts$" },
      // a thread is started by its file's address, and the assembly is compiled into a file of its own
      to: {
        path: "^src/",
        pathNot:
          "^src/(cli\\.ts$|index\\.ts$|node/worker\\.ts$|page/(?:main|worker)\\.ts$|commands/digest-thread\\.ts$|.*/assembly/)",
        reachable: false,
      },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node"] },
  },
};
