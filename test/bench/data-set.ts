import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Dump, writeDumpFile } from "./generate.ts";

/** A generated bundle, packed. */
export interface DataSet {
  dump: Dump;
  gz: string;
  /** Null where there is no zstd. */
  zst: string | null;
  /** The dump's path inside the archive. */
  member: string;
  textBytes: number;
  gzBytes: number;
}

const TABLE = "conntrack.txt";
/** What a bundle depends on: when one of these changes, none in the cache is good any more. */
const MAKERS = ["random.ts", "world.ts", "traffic.ts", "rows.ts", "generate.ts", "data-set.ts"];

/** Where bundles stay between runs; those of another generator are removed. */
function cache(): string {
  const hash = createHash("sha256");
  for (const file of MAKERS)
    hash.update(readFileSync(fileURLToPath(new URL(file, import.meta.url))));
  const all = join(tmpdir(), "conntriage-bench");
  const own = join(all, hash.digest("hex").slice(0, 12));
  mkdirSync(own, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(all))
    if (name !== basename(own)) rmSync(join(all, name), { recursive: true });
  return own;
}

/** The packed bundle of a dump: from the cache, or made now. */
export async function dataSet(dump: Dump, hasZstd: boolean): Promise<DataSet> {
  const { rows, seed, spoofed, accounting } = dump;
  const name = `rows-${rows}-seed-${seed}-spoofed-${spoofed}${accounting ? "-acct" : ""}`;
  const folder = join(cache(), name);
  if (!existsSync(folder)) await pack(dump, folder, name, hasZstd);
  const archive = join(folder, `${name}.tar`);
  return {
    dump,
    gz: `${archive}.gz`,
    zst: existsSync(`${archive}.zst`) ? `${archive}.zst` : null,
    member: `${name}/${TABLE}`,
    textBytes: Number(readFileSync(join(folder, "bytes"), "utf8")),
    gzBytes: statSync(`${archive}.gz`).size,
  };
}

async function pack(dump: Dump, folder: string, name: string, hasZstd: boolean): Promise<void> {
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  const bundle = join(partial, name);
  await writeBundle(dump, bundle);
  const compress = (how: string, to: string) =>
    execFileSync("sh", [
      "-c",
      `tar -cf - -C "$1" "$2" | ${how} > "$1/$2.tar.${to}"`,
      "sh",
      partial,
      name,
    ]);
  compress("gzip -6 -n", "gz");
  if (hasZstd) compress("zstd -q -3 -c", "zst");
  writeFileSync(join(partial, "bytes"), String(statSync(join(bundle, TABLE)).size));
  rmSync(bundle, { recursive: true });
  renameSync(partial, folder);
}

/** Writes a bundle as a folder: the dump, the settings that fit it, and a kernel log. */
export async function writeBundle(dump: Dump, folder: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const { rows, accounting } = dump;
  const settings = {
    acct: Number(accounting),
    buckets: 262_144,
    count: rows,
    max: Math.ceil(rows * 1.25),
    ...TIMEOUTS,
  };
  const lines = Object.entries(settings).map(
    ([key, value]) => `net.netfilter.nf_conntrack_${key} = ${value}\n`,
  );
  writeFileSync(join(folder, "sysctl.txt"), lines.join(""));
  writeFileSync(join(folder, "dmesg.txt"), kernelLog());
  const table = join(folder, TABLE);
  await writeDumpFile(dump, table);
  return table;
}

/** The timeouts under which the generated remaining times are possible. */
export const TIMEOUTS = {
  generic_timeout: 600,
  gre_timeout: 30,
  gre_timeout_stream: 180,
  icmp_timeout: 30,
  icmpv6_timeout: 30,
  tcp_timeout_close: 10,
  tcp_timeout_close_wait: 3_600,
  tcp_timeout_established: 86_400,
  tcp_timeout_fin_wait: 120,
  tcp_timeout_last_ack: 30,
  tcp_timeout_syn_recv: 60,
  tcp_timeout_syn_sent: 120,
  tcp_timeout_time_wait: 120,
  udp_timeout: 30,
  udp_timeout_stream: 120,
} as const;

const kernelLog = (): string =>
  Array.from({ length: 2_000 }, (_, at) => {
    const stamp = (1_000 + at * 3.25).toFixed(6).padStart(12);
    return `[${stamp}] eth0: renamed from veth${(at * 7_919).toString(16).padStart(8, "0")}\n`;
  }).join("");
