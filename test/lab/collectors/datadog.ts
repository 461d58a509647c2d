import { type Entry, entriesOf, ownLog, type Recipe } from "./recipe.ts";

/** Rows the agent lists at most. */
const MOST = 3000;

/** Translated connections in the agent's own form: no state, no timeout, both directions on one line. */
function asFlare(rows: string): string {
  const entries = rows.split("\n").flatMap((row) => {
    const protocol = /^(tcp|udp) /.exec(row)?.[1];
    const all = [...row.matchAll(/\b(src|dst|sport|dport)=(\S+)/g)].map(([pair]) => pair);
    const [origin, reply] = [all.slice(0, 4), all.slice(4, 8)];
    const of = (pairs: readonly string[], key: string) =>
      pairs.find((pair) => pair.startsWith(`${key}=`))?.slice(key.length + 1);
    const isTranslated =
      of(origin, "src") !== of(reply, "dst") || of(origin, "dst") !== of(reply, "src");
    return protocol !== undefined && reply.length === 4 && isTranslated
      ? [`${protocol} v4 ${origin.join(" ")} ${reply.join(" ")}`]
      : [];
  });
  return [
    "conntrack dump, kind=host-nat rootNS=4026531840",
    `totalEntries=${entries.length}`,
    `namespace 4026531840, size=${entries.length}:`,
    ...entries.sort().slice(0, MOST),
    "",
  ].join("\n");
}

const table = (name: string): Entry => ({
  path: `worker-1/system-probe/${name}`,
  node: "worker-1",
  command: "conntrack -L",
  as: asFlare,
});

/** A flare of the Datadog agent with its system-probe. */
export const datadog: Recipe = {
  id: "datadog-flare",
  archive: "datadog-agent-2026-11-25T21-40-00Z-info.zip",
  entries: [
    table("conntrack_host.log"),
    ...entriesOf("worker-1/", "worker-1", {
      "system-probe/dmesg.log": ownLog("dmesg", "worker-1"),
      "system-probe/ebpf_btf_loader.log": "true",
      "permissions.log": "true",
    }),
  ],
};
