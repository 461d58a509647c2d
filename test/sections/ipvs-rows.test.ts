import { expect, test } from "vitest";
import { ipvsRow } from "../../src/sections/ipvs-rows.ts";
import { told } from "../facts/told.ts";

const ROW = "tcp 6 899 ESTABLISHED src=10.0.0.1 dst=10.96.0.1 sport=34567 dport=80";
const REPLY = "src=10.244.1.2 dst=10.0.0.1 sport=8080 dport=34567";

test.each([
  ["TCP 14:59  ESTABLISHED 10.0.0.1:34567 10.96.0.1:80 10.244.1.2:8080", `${ROW} ${REPLY}`],
  ["TCP 00:14:59 ESTABLISHED 10.0.0.1:34567 10.96.0.1:80 10.244.1.2:8080", `${ROW} ${REPLY}`],
  ["TCP 0A000001 8707 0A600001 0050 0AF40102 1F90 ESTABLISHED     899", `${ROW} ${REPLY}`],
  [
    "UDP 04:58  UDP         [fd00::1]:5000     [fd00::a]:53       [fd00::2]:53",
    "udp 17 298 src=fd00::1 dst=fd00::a sport=5000 dport=53 src=fd00::2 dst=fd00::1 sport=53 dport=5000",
  ],
  ["TCP 01:30  NONE 10.0.0.1:0 10.96.0.1:99999 10.244.1.2:0", null],
  ["TCP expire state       source             virtual            destination", null],
])("%s", (line, row) => {
  expect(ipvsRow(line)?.text ?? null).toBe(row);
});

const LIST = `IPVS connection entries\npro expire state       source             virtual            destination\n${Array.from(
  { length: 12 },
  (_, at) => `TCP 01:5${at % 10}  TIME_WAIT   10.0.0.${at}:3456 10.96.0.1:80 10.244.1.2:8080\n`,
).join("")}`;

test("ipvsadm -Lcn is a table of its own beside nf_conntrack's", async () => {
  const subjects = await told({
    "a.txt": `# sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max\nnet.netfilter.nf_conntrack_count = 40\nnet.netfilter.nf_conntrack_max = 400\n# ipvsadm -Lcn\n${LIST}`,
  });
  expect(subjects).toMatchObject([
    { subject: "", count: 40, rows: null, max: 400 },
    { subject: "IPVS", rows: 12, max: null, uses: { "time-wait": 12 } },
  ]);
});
