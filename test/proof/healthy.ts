import { nodeFrom } from "../healthy/node.ts";
import { faultsOf } from "../healthy/prove.ts";
import type { Figures, Options } from "./run.ts";

/** On a usual node, with all that looks like a fault and is none, nothing is found. */
export async function healthy({ runs, seed, say }: Options): Promise<Figures> {
  const failures: string[] = [];
  let failed = 0;
  let [well, draining] = [0, 0];
  for (let node = seed; node < seed + runs; node++) {
    const faults = await faultsOf(node);
    failures.push(...faults);
    failed += Number(faults.length > 0);
    if (faults.length === 0 && nodeFrom(node).draining) draining++;
    else if (faults.length === 0) well++;
    if ((node - seed) % 100 === 99) say(`${node - seed + 1} nodes, ${failed} failed`);
  }
  const n = (value: number) => value.toLocaleString("en");
  const text = `## Healthy clusters

The tables and counters of ${n(runs)} usual nodes were drawn (from seed ${seed} on): probes, scrapes, node-local DNS, a
mesh, ingress, egress, metrics and QUIC in parts that vary, short spikes, up to 66 % of the limit in use, totals of a
long uptime, and counters that rise by a few packets (fragments, the reverse-path filter, invalid packets, SYNs sent
again, full accept queues, failed inserts, a cloud's shaping).

| nodes | number |
|---|---:|
| drawn | ${n(runs)} |
| healthy, and no cause confirmed, likely or possible | ${n(well)} |
| being drained, of which nothing but that is said | ${n(draining)} |
| that failed | ${n(failed)} |
`;
  return { text, failures };
}
