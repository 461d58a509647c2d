/** Whose network namespaces and sockets are, without kubectl. */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { analyze } from "../../src/analyze.ts";
import { temporaryFolder } from "../support/folders.ts";
import { needs } from "../support/needs.ts";
import { type Bundle, confined, ip, run, unpack } from "./collecting.ts";

const folder = temporaryFolder();
const UID = "0a1b2c3d-1111-2222-3333-444455556666";
const LOGS = join(folder, "pods");
mkdirSync(join(LOGS, `shop_web-7d4b_${UID}`), { recursive: true });

const missing = needs({
  linux: true,
  root: true,
  commands: ["ip", "unshare", "nft", "ss", "conntrack"],
});
const host = `ct-col-${process.pid}-h`;
const pod = `ct-col-${process.pid}-p`;
const [HOST, POD] = ["10.244.9.1", "10.244.9.10"];

/** Clients that keep so many connections open, or their server. */
const connect = (count: number) =>
  `for (let i = 0; i < ${count}; i++) require("node:net").connect(8000, "${HOST}"); setTimeout(() => {}, 60000)`;
const SERVE = `require("node:net").createServer(() => {}).listen(8000, "${HOST}")`;

describe.skipIf(missing)(`namespaces and sockets ${missing ?? ""}`, () => {
  let bundle: Bundle;
  let archive: string;
  beforeAll(async () => {
    for (const name of [host, pod]) ip(`netns add ${name}`);
    ip(`-n ${host} link add v0 type veth peer name eth0 netns ${pod}`);
    ip(`-n ${host} address add ${HOST}/24 dev v0`);
    ip(`-n ${pod} address add ${POD}/24 dev eth0`);
    ip(`-n ${pod} address add fd00:9::a/64 dev eth0 nodad`);
    for (const [name, device] of [
      [host, "lo"],
      [host, "v0"],
      [pod, "lo"],
      [pod, "eth0"],
    ])
      ip(`-n ${name} link set ${device} up`);
    const rule =
      "nft 'add table ip t; add chain ip t c { type filter hook input priority 0; }; add rule ip t c ct state invalid drop'";
    execFileSync("ip", ["netns", "exec", host, "sh", "-c", rule]);
    // the control group of the pod's process, as a kubelet would have made it
    writeFileSync(join(folder, "node"), "0::/\n");
    writeFileSync(join(folder, "pod-app"), `0::/kubepods/pod${UID}/ab12\n`);
    const script = confined(join(folder, "owners.sh"), (text) =>
      text
        .replace('"/proc/$1/cgroup"', `"${folder}/$(cat "/proc/$1/comm")"`)
        .replaceAll("/var/log/pods", LOGS),
    );
    archive = join(folder, "owners.tgz");
    writeFileSync(join(folder, "app.cjs"), `process.title = "pod-app"; ${connect(5)}`);
    // they all end with the first process of their namespace
    const inside = `node() { "${process.execPath}" -e "$1" & }
      node '${SERVE}'; sleep 1; node '${connect(7)}'
      ip netns exec ${pod} "${process.execPath}" ${join(folder, "app.cjs")} &
      sleep 2; sh ${script} -o ${archive} --duration 1`;
    const own = ["unshare", "-pf", "--mount-proc", "sh", "-c", inside];
    const { code, stderr } = await run(["ip", "netns", "exec", host, ...own]);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    chmodSync(archive, 0o644);
    bundle = unpack(execFileSync("cat", [archive]), folder);
  }, 60_000);
  afterAll(() => {
    for (const name of [pod, host]) ip(`netns delete ${name}`);
  });

  it("each namespace has its pod and its addresses", () => {
    const rows = bundle.text("once/namespaces.txt");
    expect(rows).toMatch(
      new RegExp(
        `^\\d+ \\d+ \\d+ \\d+ shop/web-7d4b ab12 - ${POD},fd00:0009:(?:0000:){5}000a pod-app$`,
        "m",
      ),
    );
    expect(rows).toMatch(new RegExp(`^\\d+ - - - - - ${pod} - -$`, "m"));
    expect(bundle.taken("once/namespaces.txt")).toMatchObject({ exit: 0, cut: false });
  });

  it("and the fullest have counters of their own, twice", () => {
    const folders = bundle.manifest.files
      .map(({ path }) => /^(?:start|end)\/netns\/(.*)\/nf_conntrack_stat\.txt$/.exec(path)?.[1])
      .filter((path) => path !== undefined);
    expect(folders).toEqual([expect.stringMatching(/^\d+-\d+-pod_app$/), folders[0]]);
  });

  it("the node's own sockets have their process, by whom they are connected to", () => {
    expect(bundle.text("once/socket-owners.txt")).toMatch(
      new RegExp(`^sockets pid .*\\n7 \\d+ - - tcp ${HOST} ${HOST}:8000 \\S+\\n$`),
    );
  });

  it("a source in the report is a pod by name, or the node's own process", async () => {
    const { table } = await analyze(archive);
    const sources = table.topSources.map(({ name, pod, process, entries }) => ({
      name,
      pod,
      process,
      entries,
    }));
    expect(sources).toEqual([
      { name: HOST, pod: null, process: expect.stringMatching(/^\S+ \(pid \d+\)$/), entries: 7 },
      { name: POD, pod: "shop/web-7d4b", process: null, entries: 5 },
    ]);
  });
});
