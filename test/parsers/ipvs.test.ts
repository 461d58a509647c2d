import { expect, test } from "vitest";
import { ipvsConnections } from "../../src/parsers/ipvs-connections.ts";
import { ipvsServices } from "../../src/parsers/ipvs-services.ts";
import { crlf, failure, read } from "./read.ts";

const SERVICES = `IP Virtual Server version 1.2.1 (size=4096)
Prot LocalAddress:Port Scheduler Flags
  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn
TCP  10.96.0.1:443 rr
  -> 192.168.1.10:6443            Masq    1      3          0         
  -> 192.168.1.11:6443            Masq    0      1          9         
UDP  [fd00::1]:53 rr persistent 300
  -> [fd00::2]:53                 Masq    1      0          120
TCP  10.96.0.9:80 rr
FWM  7 wlc
  -> 10.0.0.1:80                  Route   1      0          0
`;

test("services and real servers, weights included", () => {
  const fact = read(ipvsServices, crlf(SERVICES));
  expect(fact.services).toEqual([
    {
      name: null,
      protocol: "tcp",
      address: "10.96.0.1",
      port: 443,
      endpoints: [
        { address: "192.168.1.10", port: 6443, forward: "Masq", weight: 1, active: 3, inactive: 0 },
        { address: "192.168.1.11", port: 6443, forward: "Masq", weight: 0, active: 1, inactive: 9 },
      ],
      cut: false,
      line: 4,
    },
    {
      name: null,
      protocol: "udp",
      address: "fd00::1",
      port: 53,
      endpoints: [
        { address: "fd00::2", port: 53, forward: "Masq", weight: 1, active: 0, inactive: 120 },
      ],
      cut: false,
      line: 7,
    },
    {
      name: null,
      protocol: "tcp",
      address: "10.96.0.9",
      port: 80,
      endpoints: [],
      cut: false,
      line: 9,
    },
  ]);
  expect(fact.rules).toBe(8);
  expect(fact.otherTranslations).toBe(1);
});

test("a real server that is cut makes its service unjudgeable", () => {
  const fact = read(ipvsServices, SERVICES.slice(0, SERVICES.indexOf("192.168.1.11") + 20));
  expect(fact.services).toMatchObject([{ cut: true, endpoints: [{ address: "192.168.1.10" }] }]);
});

test("connections by state, as ipvsadm lists them", () => {
  const fact = read(
    ipvsConnections,
    `IPVS connection entries
pro expire state       source             virtual            destination
TCP 14:59  ESTABLISHED 192.168.56.1:57326 192.168.56.200:80  192.168.56.103:80
TCP 01:59  TIME_WAIT   192.168.56.1:57320 192.168.56.200:80  192.168.56.103:80
UDP 04:10  UDP         192.168.56.1:5353  192.168.56.200:53  192.168.56.103:53
TCP 44:59  NONE        192.168.56.1:0     192.168.56.200:80  192.168.56.103:80
TCP 14:5
`,
  );
  expect(fact).toEqual({
    connections: 4,
    byState: new Map([
      ["ESTABLISHED", 1],
      ["TIME_WAIT", 1],
      ["UDP", 1],
      ["NONE", 1],
    ]),
    unparsedLines: 1,
  });
});

test("connections by state, as the kernel lists them", () => {
  const fact = read(
    ipvsConnections,
    `Pro FromIP   FPrt ToIP     TPrt DestIP   DPrt State       Expires PEName PEData
TCP C0A83801 DFEE C0A838C8 0050 C0A83867 0050 ESTABLISHED     899
UDP C0A83801 14E9 C0A838C8 0035 C0A83867 0035 UDP             249
`,
  );
  expect(fact.connections).toBe(2);
  expect(fact.byState.get("ESTABLISHED")).toBe(1);
});

test("a node without services or connections is no failure, another text is one", () => {
  const header = SERVICES.split("\n").slice(0, 3).join("\n");
  expect(read(ipvsServices, header).services).toEqual([]);
  expect(read(ipvsConnections, "IPVS connection entries\n").connections).toBe(0);
  const error = "Can't initialize ipvs: Protocol not available\n";
  expect(failure(ipvsServices, error)?.code).toBe("PARSE_FAILED");
  expect(failure(ipvsConnections, error)?.code).toBe("PARSE_FAILED");
  expect(failure(ipvsConnections, "")?.code).toBe("PARSE_FAILED");
});
