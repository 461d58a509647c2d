/** `reports/cluster.md`: what the captures say of kube-proxy, and which statements of ours they bear out. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { RELEASES } from "./components.ts";
import type { Leftover } from "./leftovers.ts";
import type { Startup } from "./startup.ts";
import { STATEMENTS } from "./statements.ts";

export function clusterReport(folder: string): string {
  return [
    "# A real kube-proxy against what is said of it",
    "",
    "Written by `npm run lab:cluster -- --report` from `test/lab/cluster/captures/`, whose README says how each was made: etcd, kube-apiserver 1.37.2, kube-proxy 1.28.15, 1.31.4 and 1.37.2 and CoreDNS 1.15.0 on one machine. Each line names the command that captures its figures anew.",
    "",
    "## Statements",
    "",
    ...table(
      ["Said", "Where", "", "Seen", "Again by"],
      STATEMENTS.map(({ said, where, verdict, seen, steps }) => [
        said,
        `\`${where}\``,
        verdict,
        seen,
        steps.map((step) => `\`npm run lab:cluster -- --only ${step}\``).join("<br>"),
      ]),
    ),
    "## What is left in the table",
    "",
    "Five UDP and five TCP entries lead to the one pod of each Service. Counted: those that still do, before the change, after it, and after a restart of kube-proxy. UDP clients send once and get no answer; the UDP timeout is ten minutes. Again by `npm run lab:cluster -- --only leftovers`.",
    "",
    ...["udp", "tcp"].flatMap((protocol) => leftoverTable(folder, protocol)),
    "## What it writes at its start",
    "",
    "One processor, Linux 6.1 in user-mode Linux, so that the formula gives 131,072. Before → after; a value that stays stands alone. Again by `npm run lab:cluster -- --only startup`.",
    "",
    ...startupTable(folder),
  ].join("\n");
}

function leftoverTable(folder: string, protocol: string): string[] {
  const columns = RELEASES.flatMap((release) =>
    ["iptables", "nftables", "ipvs"].flatMap((mode) => {
      const rows = read<Leftover[]>(folder, `leftovers-${release}-${mode}.json`);
      return rows ? [{ title: `${release} ${mode}`, rows }] : [];
    }),
  );
  const cases = [...new Set(columns.flatMap(({ rows }) => rows.map((row) => row.case)))];
  return table(
    [protocol.toUpperCase(), ...columns.map(({ title }) => title)],
    cases.map((name) => [
      name,
      ...columns.map(({ rows }) => {
        const row = rows.find((one) => one.case === name && one.protocol === protocol);
        return row ? row.entries.join(", ") : "";
      }),
    ]),
  );
}

function startupTable(folder: string): string[] {
  const columns = RELEASES.flatMap((release) =>
    ["iptables-legacy", "ipvs"].flatMap((mode) => {
      const trials = read<Startup[]>(folder, `startup-${release}-${mode}.json`);
      return trials ? [{ title: `${release} ${mode.replace("-legacy", "")}`, trials }] : [];
    }),
  );
  const names = [...new Set(columns.flatMap(({ trials }) => trials.map(({ trial }) => trial)))];
  return table(
    ["Setting before", ...columns.map(({ title }) => title)],
    names.map((name) => [
      name,
      ...columns.map(({ trials }) => {
        const one = trials.find(({ trial }) => trial === name);
        return one ? changes(one) : "";
      }),
    ]),
  );
}

const changes = ({ before, after }: Startup): string =>
  Object.entries(after)
    .filter(([name, value]) => name === "max" || value !== before[name as keyof typeof before])
    .map(([name, value]) => {
      const old = before[name as keyof typeof before];
      return old === value ? `${name} ${value}` : `${name} ${old} → ${value}`;
    })
    .join("<br>");

const read = <T>(folder: string, file: string): T | null =>
  existsSync(join(folder, file)) ? JSON.parse(readFileSync(join(folder, file), "utf8")) : null;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string[] => [
  `| ${head.join(" | ")} |`,
  `|${head.map(() => "---|").join("")}`,
  ...rows.map((row) => `| ${row.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`),
  "",
];
