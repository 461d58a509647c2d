import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/folders.ts";
import { needs } from "../support/needs.ts";
import { busyboxPath, confined, ip, run, unpack } from "./collecting.ts";

const missing = needs({ linux: true, root: true, commands: ["ip", "curl", "wget", "busybox"] });
const folder = temporaryFolder();
const netns = `ct-col-${process.pid}-f`;
let server: ChildProcess | undefined;

/** Starts a server on the ports of kube-proxy, CoreDNS and Cilium, on the namespace's own loopback. */
async function serve(maker: string): Promise<void> {
  const source = `const http = require("node:http"); const net = require("node:net");
    const ports = [10249, 10256, 9153, 9962]; let open = 0;
    const opened = () => ++open === ports.length && console.log("ready");
    for (const port of ports) (${maker}).listen(port, "127.0.0.1", opened);`;
  const command = ["netns", "exec", netns, process.execPath, "-e", source];
  server = spawn("ip", command, { stdio: ["ignore", "pipe", "inherit"] });
  await once(server.stdout as NodeJS.ReadableStream, "data");
}

const KUBE_PROXY = `http.createServer(({ url }, answer) => {
  if (url === "/healthz") answer.statusCode = 503;
  answer.end(url === "/proxyMode" ? "iptables" : url === "/metrics" ? "up 1\\n" : "stale\\n");
})`;
const MUTE = "net.createServer(() => {})";
/** curl, GNU wget, and busybox's own wget, all at the same time. */
const CLIENTS = ["curl", "wget", "busybox"];

/** The collector in the namespace, with that one client to fetch with. */
async function collectWith(client: string) {
  const path = join(folder, `${client}-${Math.random()}`);
  busyboxPath(path, client === "busybox" ? [] : ["wget"]);
  if (client !== "busybox") symlinkSync(`/usr/bin/${client}`, join(path, client));
  const collector = confined(`${path}.sh`);
  const options = ["-o", "-", "--duration", "1", "--no-dump"];
  const command = ["ip", "netns", "exec", netns, "env", `PATH=${path}`, join(path, "ash")];
  const env = { CONNTRIAGE_COREDNS: "127.0.0.1:9153", http_proxy: "http://127.0.0.1:1" };
  const { stdout, seconds } = await run([...command, collector, ...options], env);
  return { client, seconds, ...unpack(stdout, folder) };
}

type Fetched = Awaited<ReturnType<typeof collectWith>>;
const withEach = async (judge: (bundle: Fetched) => void): Promise<void> => {
  for (const bundle of await Promise.all(CLIENTS.map(collectWith))) judge(bundle);
};

describe.skipIf(missing)(`fetching ${missing ?? ""}`, () => {
  beforeAll(() => {
    ip(`netns add ${netns}`);
    ip(`-n ${netns} link set lo up`);
  });
  afterEach(() => void server?.kill());
  afterAll(() => void ip(`netns delete ${netns}`));

  it("brings the answers", async () => {
    await serve(KUBE_PROXY);
    await withEach(({ client, taken, text }) => {
      expect(text("start/kube-proxy-metrics.txt")).toBe("up 1\n");
      expect(text("end/coredns-metrics-1.txt")).toBe("up 1\n");
      expect(text("once/kube-proxy-mode.txt")).toBe("iptables");
      expect(taken("once/kube-proxy-mode.txt")).toMatchObject({ exit: 0, reason: null });
      // A refusal is what /healthz is there to tell. Only curl shows the body of one.
      const body = client === "curl" ? "stale\n" : "";
      expect(text("once/kube-proxy-healthz.txt")).toBe(`HTTP 503\n${body}`);
      expect(taken("once/kube-proxy-healthz.txt").reason).toBe("the answer was HTTP 503");
    });
  });

  it("waits two seconds in each phase, not more", async () => {
    await serve(MUTE);
    await withEach(({ manifest, seconds }) => {
      const fetched = manifest.files.filter(({ command }) => /^(curl|wget) /.test(command));
      expect(fetched.map(({ reason }) => reason)).toEqual(Array(8).fill("timed out after 2 s"));
      expect(seconds).toBeLessThan(1 + 3 * 2 + 6);
    });
  });

  it("tells that nobody listens", async () => {
    await withEach(({ taken }) => {
      const reason = "nothing listens there (connection refused)";
      const failed = { bytes: null, cut: false, reason };
      expect(taken("start/kube-proxy-metrics.txt")).toMatchObject(failed);
    });
  });
});
