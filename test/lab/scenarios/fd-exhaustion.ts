import { readFileSync } from "node:fs";
import { background, FILL_RATE, normalTraffic } from "../flows.ts";
import { scenario } from "./scenario.ts";

const filesInUse = (): number => Number.parseInt(readFileSync("/proc/sys/fs/file-nr", "utf8"), 10);

/** A look-alike: everything that is open takes a file handle, and the kernel has few left. */
export const fdExhaustion = scenario({
  id: "fd-exhaustion",
  title: "The kernel has no file handle left",
  expected: { state: "healthy", primary: "fd-exhaustion" },
  // files are counted for the whole kernel
  who: { party: null },
  alone: {},
  needs: ["own-machine"],
  ranges: { used: [0.12, 0.22], share: [97, 100], perSecond: [10, 25] },
  sample: { limit: 5000, used: 0.2, share: 99, perSecond: 20 },
  async run(node, { limit, used, share, perSecond }) {
    await node.send(normalTraffic(limit * used, FILL_RATE));
    node.set({ "fs.file-max": Math.round((filesInUse() * 100) / share) });
    await node.send(background(limit, perSecond)); // root may open more than that
  },
});
