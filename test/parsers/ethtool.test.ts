import { expect, test } from "vitest";
import { ethtool } from "../../src/parsers/ethtool.ts";
import { failure, read } from "./read.ts";

test("keeps losses and allowances, counts the rest", () => {
  const fact = read(
    ethtool,
    `NIC statistics:
     tx_timeout: 0
     bw_in_allowance_exceeded: 12
     conntrack_allowance_exceeded: 4821
     conntrack_allowance_available: 136812
     queue_0_rx_drops: 3
     queue_0_rx_bytes: 18446744073709551615
`,
  );
  expect(fact.countersListed).toBe(5);
  expect(fact.interfaces.get("")).toEqual(
    new Map([
      ["bw_in_allowance_exceeded", { value: 12, line: 3 }],
      ["conntrack_allowance_exceeded", { value: 4821, line: 4 }],
      ["conntrack_allowance_available", { value: 136812, line: 5 }],
      ["queue_0_rx_drops", { value: 3, line: 6 }],
    ]),
  );
});

test("a file of several interfaces keeps them apart", () => {
  const text = "Interface eth0\n  rx_drops: 1\nInterface eth1\n  rx_drops: 2\n";
  const { interfaces } = read(ethtool, text);
  expect(interfaces.get("eth0")?.get("rx_drops")).toEqual({ value: 1, line: 2 });
  expect(interfaces.get("eth1")?.get("rx_drops")).toEqual({ value: 2, line: 4 });
});

test("a driver without statistics fails", () => {
  expect(failure(ethtool, "no stats available\n")?.code).toBe("PARSE_FAILED");
});
