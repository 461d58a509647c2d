/** Items 6 and 18: kube-proxy's limit and timeouts, by its version and its configuration. */
import { describe, expect, it } from "vitest";
import { limitOf } from "../../src/signals/kube-proxy-limits.ts";
import { analyzed, commandsOf, findingOf, rows } from "./support.ts";

/** A full table of connections in use. */
const DUMP = rows(100, (at) => ({ left: 86_000, dst: `10.8.${at}.1`, src: `10.7.${at}.1` }));
const KUBE_PROXY = (minor: number) => ({
  "once/cpuinfo.txt": "cpus = 2\n",
  "end/meminfo.txt": "MemTotal: 16777216 kB\n",
  "once/version.txt": "Linux version 6.12.3 (build@host)\n",
  "end/kube-proxy-metrics.txt": `kubernetes_build_info{git_version="v1.${minor}.2"} 1\n`,
});
const full = (others: Record<string, string>, settings: Record<string, number> = {}) =>
  analyzed(DUMP, { max: 100, ...settings }, { ...others });
const advised = async (...of: Parameters<typeof full>): Promise<string> => {
  const analysis = await full(...of);
  const found = findingOf(analysis, "table-too-small");
  return [...commandsOf(found), ...analysis.prevention.flatMap(({ commands }) => commands)].join(
    "\n",
  );
};

describe("kube-proxy's limit", () => {
  it.each([
    [35, 32_768, 64, 131_072, 2_097_152],
    [36, 32_768, 64, 131_072, 1_048_576],
    // the cap comes before min
    [36, 32_768, 64, 2_000_000, 1_048_576],
    [36, 1, 64, 2_000_000, 2_000_000],
    [36, 32_768, 2, 131_072, 131_072],
  ])(
    "of 1.%i with maxPerCore %i on %i CPUs and min %i is %i",
    (minor, perCore, cpus, min, limit) => {
      expect(limitOf(minor, perCore, cpus, min)).toBe(limit);
    },
  );

  it("is advised as min, never by CPU, and its undo names the present min", async () => {
    const config = "mode: iptables\nconntrack:\n  maxPerCore: 32768\n  min: 262144\n";
    const analysis = await full({ ...KUBE_PROXY(30), "once/kube-proxy-config.txt": config });
    const keep = findingOf(analysis, "table-too-small").remedies.find(
      ({ title }) => title === "Let kube-proxy set that limit when it starts",
    );
    expect(keep?.commands.join("\n")).toMatch(/ {2}min: \d+$/);
    expect(keep?.undo).toMatch(/262144$/);
    expect(keep?.risk).toMatch(/Every node/);
    expect(JSON.stringify(analysis.prevention)).not.toMatch(/maxPerCore: \d{2,}/);
  });

  it("is left alone with maxPerCore: 0, so that a sysctl file keeps it", async () => {
    const config = "mode: iptables\nconntrack:\n  maxPerCore: 0\n  min: 131072\n";
    const text = await advised({ ...KUBE_PROXY(30), "once/kube-proxy-config.txt": config });
    expect(text).not.toMatch(/ {2}min: /);
    expect(text).toContain("/etc/sysctl.d/90-conntrack.conf");
  });

  it("beyond the cap of 1.36 is not advised as min, which would do nothing", async () => {
    const many = { ...KUBE_PROXY(36), "once/cpuinfo.txt": "cpus = 64\n" };
    const memory = { "end/meminfo.txt": "MemTotal: 268435456 kB\n" };
    const text = await advised({ ...many, ...memory });
    expect(text).not.toMatch(/ {2}min: /);
    expect(text).toContain("  maxPerCore: 0");
  });

  it("is no matter of a host without kube-proxy", async () => {
    const text = await advised({
      "once/iptables-save.txt": "*nat\n:DOCKER - [0:0]\nCOMMIT\n",
      "once/cpuinfo.txt": "cpus = 2\n",
      "end/meminfo.txt": "MemTotal: 16777216 kB\n",
    });
    expect(text).not.toMatch(/KubeProxyConfiguration|maxPerCore/);
    expect(text).toContain("/etc/sysctl.d/90-conntrack.conf");
  });
});

describe("kube-proxy's timeouts", () => {
  const idle = (minor: number) =>
    analyzed(
      rows(100, (at) => ({ left: 100_000, src: `10.7.0.${at}`, flag: "[ASSURED]" })),
      { max: 100, tcp_timeout_established: 432_000 },
      KUBE_PROXY(minor),
    );

  it("of 1.29 and later are set in its configuration, which undoes a sysctl at its next start", async () => {
    const analysis = await idle(30);
    const commands = commandsOf(findingOf(analysis, "established-timeout-long")).join("\n");
    expect(commands).toContain("tcpEstablishedTimeout: 24h0m0s");
    expect(commands).not.toContain("sysctl.d");
    expect(JSON.stringify(analysis.prevention)).toContain("Keep the timeouts that kube-proxy sets");
  });

  it("of 1.22 to 1.28 do not bring five days down, so a sysctl file does", async () => {
    const analysis = await idle(26);
    const commands = commandsOf(findingOf(analysis, "established-timeout-long")).join("\n");
    expect(commands).not.toContain("tcpEstablishedTimeout");
    expect(commands).toContain("/etc/sysctl.d/91-conntrack-timeouts.conf");
    expect(JSON.stringify(analysis.prevention)).not.toContain("tcpEstablishedTimeout");
  });
});
