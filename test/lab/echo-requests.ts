/** Sends ICMP echo requests by `fping`; every call of it has an id of its own. */
import { spawn } from "node:child_process";
import { reside } from "./resident.ts";

/** No flood goes on for longer than this, whatever happens to the lab. */
const LONGEST_MS = 180_000;

interface Flood {
  readonly sources: readonly string[];
  /** A network such as 10.244.2.0/24: one request goes to each of its hosts. */
  readonly network: string;
  readonly perSecond: number;
}

/** One request to each address of the network; resolves when the last answer is in or given up. */
function round(source: string, network: string, perSecond: number): Promise<void> {
  const every = String(Math.max(1, Math.round(1000 / perSecond)));
  const options = ["-q", "-S", source, "-c", "1", "-i", every, "-t", "200", "-g", network];
  const child = spawn("fping", options, { stdio: "ignore" });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", () => resolve());
  });
}

const echoRequestsApi = {
  /** From each source in turn, `rounds` times to the whole network. */
  flood: async ({ sources, network, perSecond }: Flood, rounds: number): Promise<void> => {
    for (let done = 0; done < rounds; done += 1) {
      await round(sources[done % sources.length]!, network, perSecond);
    }
  },
  /** The same without an end, as long as the lab node stands. */
  keepFlooding: ({ sources, network, perSecond }: Flood): void => {
    const start = Date.now();
    const next = async (done: number): Promise<void> => {
      await round(sources[done % sources.length]!, network, perSecond);
      if (Date.now() - start < LONGEST_MS) await next(done + 1);
    };
    void next(0);
  },
};

export type EchoRequestsApi = typeof echoRequestsApi;

reside(echoRequestsApi);
