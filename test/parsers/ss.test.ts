import { expect, test } from "vitest";
import { ssListen } from "../../src/parsers/ss-listen.ts";
import { ssSummary } from "../../src/parsers/ss-summary.ts";
import { crlf, failure, read } from "./read.ts";

const SUMMARY = `Total: 16
TCP:   431 (estab 12, closed 400, orphaned 3, timewait 398)

Transport Total     IP        IPv6
RAW\t  0         0         0        
TCP\t  1         1         0        
`;

test("the summary's first TCP line", () => {
  expect(read(ssSummary, crlf(SUMMARY))).toEqual({
    total: 16,
    tcp: { total: 431, established: 12, closed: 400, orphaned: 3, timeWait: 398, line: 2 },
  });
});

test("an older summary, and one that is cut", () => {
  const old =
    "Total: 9 (kernel 0)\nTCP:   7 (estab 2, closed 3, orphaned 0, synrecv 0, timewait 5/0), ports 0\n";
  expect(read(ssSummary, old).tcp.timeWait).toBe(5);
  const cut = read(ssSummary, "TCP:   7 (estab 2, clos");
  expect(cut).toEqual({
    total: null,
    tcp: { total: 7, established: 2, closed: null, orphaned: null, timeWait: null, line: 1 },
  });
});

const HEADER = "State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess\n";

test("full accept queues, the worst first", () => {
  const rows = `LISTEN 0      128          0.0.0.0:2024      0.0.0.0:*          
LISTEN 129    128          0.0.0.0:80        0.0.0.0:*
LISTEN 4097   4096            [::]:443          [::]:*
LISTEN 128    128          0.0.0.0:81        0.0.0.0:*
ESTAB  900    0           10.0.0.1:22       10.0.0.2:4
`;
  expect(read(ssListen, HEADER + rows)).toEqual({
    listeners: 4,
    full: 2,
    worst: [
      { local: "[::]:443", queued: 4097, backlog: 4096, line: 4 },
      { local: "0.0.0.0:80", queued: 129, backlog: 128, line: 3 },
    ],
  });
});

test("no more than 20 are listed, all are counted", () => {
  const rows = Array.from(
    { length: 50 },
    (_, port) => `LISTEN ${200 + port} 128 0.0.0.0:${port} *:*`,
  );
  const fact = read(ssListen, HEADER + rows.join("\n"));
  expect(fact.full).toBe(50);
  expect(fact.worst.length).toBe(20);
  expect(fact.worst[0]?.queued).toBe(249);
});

test("a node without listeners is no failure, another text is one", () => {
  expect(read(ssListen, HEADER)).toEqual({ listeners: 0, full: 0, worst: [] });
  expect(failure(ssListen, "")?.code).toBe("PARSE_FAILED");
  expect(failure(ssSummary, "Total: 3\n")?.code).toBe("PARSE_FAILED");
});
