/**
 * Records one incident as Debian's netdata and Prometheus export it, on the machine's own kernel, as root:
 * `npx tsx test/lab/incidents/exporters.ts`. Writes samples/timeline/exporters/.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { atExit } from "../cleanup.ts";
import { PROGRAMS } from "../exporters/programs.ts";
import { ask, startProgram, untrack } from "../exporters/start.ts";
import { withKernelLimit } from "../kernel-limit.ts";
import { makeLabNode } from "../lab-node.ts";
import type { PodsApi } from "../pods.ts";
import { sleep } from "../shell.ts";
import { KINDS, usual } from "./kinds.ts";
import { lossIn, momentsOf } from "./record.ts";
import type { WatchApi } from "./watch.ts";

const FOLDER = fileURLToPath(new URL("../../../samples/timeline/exporters", import.meta.url));
const LIMIT = 2000;
const RATE = 200;
const kind = KINDS.find(({ id }) => id === "metrics")!;

const NETDATA = "http://127.0.0.1:19999/api/v1/data";
const chart = (name: string, format: string): string =>
  `curl -s '${NETDATA}?chart=netfilter.conntrack_${name}&after=-90&format=${format}'`;
const METRICS =
  '{__name__=~"node_nf_conntrack_(entries|entries_limit|stat_drop|stat_early_drop|stat_insert_failed)"}';
/** What a person saves, by file name. */
const OUTPUTS: Readonly<Record<string, string>> = {
  "netfilter.conntrack_sockets.csv": chart("sockets", "csv"),
  "netfilter.conntrack_sockets.json": chart("sockets", "json"),
  "netfilter.conntrack_errors.csv": chart("errors", "csv"),
  "query-range.json": `now=$(date +%s); curl -sG http://127.0.0.1:9090/api/v1/query_range --data-urlencode 'query=${METRICS}' -d start=$((now - 90)) -d end=$now -d step=1`,
};

const work = mkdtempSync(join(tmpdir(), "conntriage-exporters-"));
const forget = atExit(() => rmSync(work, { recursive: true, force: true }));
const ends: (() => Promise<void>)[] = [];
await withKernelLimit(LIMIT, async (setLimit) => {
  const node = await makeLabNode();
  try {
    untrack(node);
    node.set({ "net.netfilter.nf_conntrack_udp_timeout": 10 });
    for (const program of PROGRAMS) ends.push(await startProgram(node, program, work));
    const { held, lookups } = usual(LIMIT);
    await node.send([held]);
    await node.send([lookups]);
    await node.clients.call("speak", 5_000);
    await sleep(25_000);
    const watch = await node.start<WatchApi>("incidents/watch.ts");
    await watch.call("start", work);
    const others = await node.start<PodsApi>("pods.ts", node.at.pods);
    await sleep(2_000);
    const onset = Date.now();
    await others.call("send", kind.flows!(RATE));
    await lossIn(watch, onset);
    await sleep(10_000);
    others.end();
    kind.mend(node, setLimit, LIMIT);
    await sleep(8_000);
    mkdirSync(FOLDER, { recursive: true });
    for (const [file, command] of Object.entries(OUTPUTS))
      writeFileSync(join(FOLDER, file), ask(node, command));
    const { full, loss, mended } = momentsOf(await watch.call("looks"));
    const truth = Object.entries({ onset, full, loss, mended }).map(([name, at]) => [
      name,
      new Date(at).toISOString(),
    ]);
    const text = JSON.stringify({ kind: kind.id, ...Object.fromEntries(truth) }, null, 2);
    writeFileSync(join(FOLDER, "truth.json"), `${text}\n`);
  } finally {
    for (const end of ends) await end();
    node.remove();
    forget();
  }
});
