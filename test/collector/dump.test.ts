import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/folders.ts";
import { needs } from "../support/needs.ts";
import { type Bundle, busyboxPath, COLLECTOR, confined, ip, run, unpack } from "./collecting.ts";

const missing = needs({ linux: true, root: true, commands: ["ip", "conntrack", "busybox"] });
const folder = temporaryFolder();
const netns = `ct-col-${process.pid}-d`;
const entries = 40;

/** The collector in a namespace whose table holds that many entries; no packet is sent. */
async function collect(options: string[], path = process.env["PATH"], script = COLLECTOR) {
  const inside = ["ip", "netns", "exec", netns, "env", `PATH=${path}`, "/bin/sh", script];
  const { code, stdout, stderr } = await run([...inside, "-o", "-", "--duration", "1", ...options]);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  return unpack(stdout, folder);
}

const rowsOf = ({ folder }: Bundle, name: string): string[] =>
  gunzipSync(readFileSync(join(folder, `dump/${name}.txt.gz`)))
    .toString()
    .trim()
    .split("\n");

describe.skipIf(missing)(`the dump ${missing ?? ""}`, () => {
  beforeAll(() => {
    ip(`netns add ${netns}`);
    // A rule makes the kernel track this namespace at all.
    const insert = `nft add table ip t; i=0; while [ $i -lt ${entries} ]; do i=$((i + 1))
      conntrack -I -p udp -s 10.0.0.1 -d 10.0.0.2 --sport $i --dport 53 -t 300 || exit; done`;
    execFileSync("ip", ["netns", "exec", netns, "sh", "-c", insert], { stdio: "pipe" });
  });
  afterAll(() => void ip(`netns delete ${netns}`));

  it("has all rows, the counts around it, and what conntrack said", async () => {
    const bundle = await collect([]);
    expect(rowsOf(bundle, "conntrack-L-ipv4")).toHaveLength(entries);
    expect(bundle.text("dump/count-before.txt")).toBe(`${entries}\n`);
    expect(bundle.text("dump/count-after.txt")).toBe(`${entries}\n`);
    expect(bundle.text("dump/conntrack-L-ipv4.stderr.txt")).toContain(`${entries} flow entries`);
    expect(bundle.taken("dump/conntrack-L-ipv6.txt.gz")).toMatchObject({ exit: 0, cut: false });
    const [header, first, last] = bundle.text("timeline.csv").trim().split("\n");
    expect(header).toMatch(/^time,uptime,count,max,(?!.*entries).*\bearly_drop\b/);
    expect(first).toMatch(/^\d{4}-\d\d-\d\dT[\d:]{8}Z,\d+\.\d\d,40,\d+,/);
    expect(last?.split(",")).toHaveLength(header?.split(",").length ?? 0);
  });

  it("is cut by --max-rows, and that is no failure", async () => {
    const bundle = await collect(["--max-rows", `${entries - 1}`]);
    expect(rowsOf(bundle, "conntrack-L-ipv4")).toHaveLength(entries - 1);
    const reason = `cut by --max-rows ${entries - 1}`;
    const cut = { exit: 0, cut: true, reason };
    expect(bundle.taken("dump/conntrack-L-ipv4.txt.gz")).toMatchObject(cut);
    expect(bundle.taken("dump/conntrack-L-ipv6.txt.gz")).toMatchObject({
      cut: false,
      reason: null,
    });
  });

  it("is whole when it has exactly --max-rows rows", async () => {
    const bundle = await collect(["--max-rows", `${entries}`]);
    expect(rowsOf(bundle, "conntrack-L-ipv4")).toHaveLength(entries);
    expect(bundle.taken("dump/conntrack-L-ipv4.txt.gz")).toMatchObject({
      cut: false,
      reason: null,
    });
  });

  it("is left out by --no-dump", async () => {
    const { taken } = await collect(["--no-dump"]);
    expect(taken("dump/conntrack-L-ipv4.txt.gz").reason).toBe("left out by --no-dump");
  });

  it("comes from /proc where conntrack is not installed", async () => {
    const path = busyboxPath(join(folder, "bare"));
    const bundle = await collect([], path, confined(join(folder, "bare.sh")));
    expect(rowsOf(bundle, "proc-nf_conntrack")).toHaveLength(entries);
    const { reason } = bundle.taken("dump/conntrack-L-ipv4.txt.gz");
    expect(reason).toBe("conntrack is not installed");
    expect(bundle.taken("dump/proc-nf_conntrack.txt.gz")).toMatchObject({ cut: false });
  });

  it("is a sample from /proc of a large table before Linux 6.16", async () => {
    const path = busyboxPath(join(folder, "old"), ["uname"]);
    writeFileSync(join(path, "uname"), "#!/bin/sh\necho 6.8.0-45-generic\n", { mode: 0o755 });
    const small = confined(join(folder, "small.sh"), (text) =>
      text
        .replace(/^prefix_above=\d+/m, `prefix_above=${entries - 1}`)
        .replace(/^prefix_rows=\d+/m, "prefix_rows=10"),
    );
    const bundle = await collect([], path, small);
    expect(rowsOf(bundle, "proc-nf_conntrack")).toHaveLength(10);
    const { cut, reason } = bundle.taken("dump/proc-nf_conntrack.txt.gz");
    expect({ cut, reason }).toEqual({
      cut: true,
      reason:
        "a full read of /proc/net/nf_conntrack takes quadratic time before Linux 6.16; " +
        "these rows are a random sample",
    });
  });
});
