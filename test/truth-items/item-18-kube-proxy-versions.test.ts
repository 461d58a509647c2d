/** Item 18: what kube-proxy writes, and what a restart of it clears, by its version. */
import { describe, expect, it } from "vitest";
import { analyzeSample } from "./items.ts";
import { analyzed, commandsOf, findingOf, rows } from "./support.ts";

/** A full table of idle connections, under the kernel's own timeout. */
const of = (minor: number) =>
  analyzed(
    rows(100, (at) => ({
      left: 100_000,
      src: `10.7.0.${at}`,
      flag: "[ASSURED]",
    })),
    { max: 100, tcp_timeout_established: 432_000 },
    {
      "end/kube-proxy-metrics.txt": `kubernetes_build_info{git_version="v1.${minor}.2"} 1\n`,
    },
  );
const advice = async (minor: number) =>
  commandsOf(findingOf(await of(minor), "established-timeout-long")).join("\n");

describe("the kernel's five days", () => {
  it.each([22, 28])("stay under 1.%i, which raises a timeout and lowers none", async (minor) => {
    const text = await advice(minor);
    expect(text).toContain("sysctl.d");
    expect(text).not.toContain("tcpEstablishedTimeout");
  });

  it.each([29, 34])(
    "go with the configuration of 1.%i, which writes what differs",
    async (minor) => {
      const text = await advice(minor);
      expect(text).toContain("tcpEstablishedTimeout");
      expect(text).not.toContain("sysctl.d");
    },
  );
});

it("entries of UDP that a restart of 1.32 or later leaves are deleted by hand", async () => {
  const { remedies } = findingOf(await analyzeSample("udp-black-hole"), "udp-black-hole");
  expect(remedies[0]!.commands.join()).toMatch(/^conntrack -D -p udp --orig-dst 10\.96\.0\.10 /);
  expect(remedies.map(({ risk }) => risk).join()).toMatch(/1\.32 .* a restart does not clear/);
});
