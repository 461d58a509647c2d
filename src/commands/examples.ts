/** Examples of each command, which stand below its help. */
const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  conntriage: [
    "conntriage analyze bundle.tar.gz",
    "conntriage collect -o bundle.tar.gz --duration 30",
    "conntriage analyze --help",
  ],
  analyze: [
    "conntriage analyze bundle.tar.gz",
    "conntriage analyze bundle.tar.gz -o report.html",
    "conntriage analyze node-a/ ticket.txt -f html,json -o out/",
    "conntriage analyze - --fail-on at-risk,truncated -f json < bundle.tar.gz",
  ],
  collect: [
    "conntriage collect -o bundle.tar.gz --duration 30",
    "conntriage collect --list",
    "conntriage collect --watch -o /var/lib/conntriage",
    "conntriage collect --print -o - | ssh NODE sudo sh > bundle.tar.gz",
  ],
  node: ["conntriage node", "conntriage node --duration 30 --keep before.tar.gz --verbose"],
  ask: [
    "conntriage ask bundle.tar.gz",
    "conntriage ask bundle.tar.gz | ssh NODE sudo sh > answer.txt",
    "conntriage ask bundle.tar.gz -f json",
  ],
  "what-if": [
    "conntriage what-if bundle.tar.gz --set nf_conntrack_max=262144",
    "conntriage what-if bundle.tar.gz --set nf_conntrack_udp_timeout=10 -f json",
  ],
  rows: [
    "conntriage rows bundle.tar.gz --src 10.244.1.7 --state UNREPLIED",
    "conntriage rows bundle.tar.gz --dst 10.96.0.10:53 | head",
    "conntriage rows bundle.tar.gz --reply 10.244.2.9 -f jsonl | jq .original.src",
  ],
  check: [
    "conntriage check samples/",
    "conntriage check cases/node-7 --update",
    "conntriage check cases/ -f junit -o check.xml",
    "conntriage check --self",
  ],
  compare: [
    "conntriage compare before.tar.gz after.tar.gz",
    "conntriage compare monday.json tuesday.tar.gz wednesday.tar.gz -o week.html",
    "conntriage compare before.tar.gz after.tar.gz --fail-on regression",
  ],
  fleet: [
    "conntriage fleet bundles/",
    "conntriage fleet bundles/ -f html,ndjson -o out/",
    "conntriage fleet node-*.tar.gz --fail-on critical,outlier",
    "conntriage fleet *.digest -f html -o fleet.html",
  ],
  timeline: [
    "conntriage timeline incident/ -f markdown",
    "conntriage timeline a.tar.gz b.tar.gz kern.log conntrack.csv -o when.html",
    "conntriage timeline dumps/ grafana.csv --zone Europe/Berlin -f json",
  ],
  recorder: [
    "conntriage recorder status /var/lib/conntriage",
    "conntriage recorder last /var/lib/conntriage -o report.html",
  ],
  redact: [
    "conntriage redact bundle.tar.gz -o redacted.tar.gz --map secret.map",
    "conntriage redact node-b.tar.gz -o b.tar.gz --key-file fleet.key",
  ],
  restore: [
    "conntriage restore report.html --map secret.map -o real.html",
    "conntriage restore - --map secret.map < report.md > real.md",
  ],
  page: ["conntriage page -o conntriage.html", "conntriage page -o - | sha256sum"],
  causes: [
    "conntriage causes",
    "conntriage causes stale-endpoints",
    "conntriage causes --causes own.yaml",
  ],
  signals: ["conntriage signals | grep share", "conntriage signals table.utilization.peak"],
  completion: [
    'eval "$(conntriage completion bash)"',
    "conntriage completion fish > ~/.config/fish/completions/conntriage.fish",
  ],
  man: ["conntriage man | man -l -"],
  schema: ["conntriage schema analysis > analysis.schema.json"],
};

/** Below the help of a command; empty where that is not ours, such as the collector's. */
export const examplesOf = (command: string): string => {
  const examples = EXAMPLES[command];
  return examples === undefined
    ? ""
    : `\nExamples:\n${examples.map((line) => `  ${line}\n`).join("")}`;
};
