/** conntriage, judged by the same words on the same folder. */
import { VERSION } from "../../../src/version.ts";
import { SINGLE } from "../../cli/built.ts";
import type { Laid } from "./folder.ts";
import { type Peer, timed } from "./peer.ts";

interface Findings {
  findings: { verdict: string; title: string; mechanism: string }[];
}

const FOUND = new Set(["confirmed", "likely"]);

const asked = (id: string, input: string, path: (laid: Laid) => string): Peer => ({
  id,
  version: VERSION,
  madeFor:
    "a Kubernetes node that drops new connections: why its connection-tracking table is full, and what looks like it",
  more: "",
  input: `${input}; causes that are confirmed or likely, by title and mechanism`,
  prepare: () => null,
  ask: (laid) => {
    const argv = ["analyze", path(laid), "-f", "json", "--quiet"];
    const { out, seconds } = timed([process.execPath, SINGLE, ...argv]);
    const { findings } = JSON.parse(out) as Findings;
    const found = findings.filter(({ verdict }) => FOUND.has(verdict));
    return { lines: found.map(({ title, mechanism }) => `${title}. ${mechanism}`), seconds };
  },
});

export const onFolder = asked("conntriage", "the folder", ({ path }) => path);
export const onBundle = asked(
  "conntriage, its own bundle",
  "the bundle of its collector, with both ends of a window",
  ({ bundle }) => bundle,
);
