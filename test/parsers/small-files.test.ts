import { expect, test } from "vitest";
import { conntrackCount } from "../../src/parsers/conntrack-count.ts";
import { conntrackStderr } from "../../src/parsers/conntrack-stderr.ts";
import { cpus } from "../../src/parsers/cpus.ts";
import { kernelVersion } from "../../src/parsers/kernel-version.ts";
import { osRelease } from "../../src/parsers/os-release.ts";
import { uptime } from "../../src/parsers/uptime.ts";
import { crlf, failure, read } from "./read.ts";

test("uptime: the first number", () => {
  expect(read(uptime, "919.54 1780.59\r\n")).toEqual({ seconds: 919.54, within: 0, line: 1 });
});

test.each([
  [" 10:48:20 up 19 days, 14:40,  1 user,  load average: 0.08, 0.04, 0.01", 19 * 86_400 + 52_800],
  ["10:48:20 up 3 min,  0 users", 180],
  ["up 1 day, 2 min", 86_520],
])("uptime, to the minute: %s", (text, seconds) => {
  expect(read(uptime, text)).toEqual({ seconds, within: 60, line: 1 });
});

test.each([
  [
    "Linux version 6.18.44-fc-v669 (builder@sandboxing) (gcc (GCC) 15.3.0) #1 SMP",
    ["6.18.44-fc-v669", 6, 18, 44, null],
  ],
  [
    "Linux worker-1 5.10.0-28-amd64 #1 SMP x86_64 GNU/Linux",
    ["5.10.0-28-amd64", 5, 10, 0, "worker-1"],
  ],
  [
    "Linux ip-10-0-0-1.ec2.internal 6.1.115-126.197.amzn2023.x86_64 #1",
    ["6.1.115-126.197.amzn2023.x86_64", 6, 1, 115, "ip-10-0-0-1.ec2.internal"],
  ],
  ["Linux version 7.2-rc1 (x@y)", ["7.2-rc1", 7, 2, 0, null]],
])("the kernel of %j", (text, [release, major, minor, patch, nodename]) => {
  const line = 1;
  expect(read(kernelVersion, text)).toEqual({ release, major, minor, patch, nodename, line });
});

test("os-release: names without their quotes", () => {
  const text = crlf('NAME="Debian"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\n');
  expect(read(osRelease, text)).toEqual({
    prettyName: { value: "Debian GNU/Linux 12 (bookworm)", line: 2 },
    id: { value: "debian", line: 3 },
  });
  expect(read(osRelease, "ID='cos'\n")).toEqual({
    prettyName: null,
    id: { value: "cos", line: 1 },
  });
});

test.each([
  ["model = AMD EPYC\ncpus = 16\n", { cpus: 16, line: 2 }],
  ["8\n", { cpus: 8, line: 1 }],
  ["processor\t: 0\nmodel name\t: x\n\nprocessor\t: 1\n", { cpus: 2, line: 4 }],
])("the CPUs of %j", (text, expected) => {
  expect(read(cpus, text)).toEqual(expected);
});

test.each([
  ["262144\n", { count: 262144, line: 1 }],
  [
    "conntrack v1.4.7 (conntrack-tools): Operation failed: sorry, you must be root or get CAP_NET_ADMIN capability to do this\n17\n",
    { count: 17, line: 2 },
  ],
  ["net.netfilter.nf_conntrack_count = 9\n", { count: 9, line: 1 }],
  ["0\n", { count: 0, line: 1 }],
])("the count of %j", (text, expected) => {
  expect(read(conntrackCount, text)).toEqual(expected);
});

test("conntrack's messages: a trailer tells rows and version", () => {
  const text = "conntrack v1.4.7 (conntrack-tools): 17 flow entries have been shown.\n";
  expect(read(conntrackStderr, text)).toEqual({
    trailerRows: { value: 17, line: 1 },
    toolVersion: "1.4.7",
    errors: [],
  });
});

test("conntrack's messages: without a trailer the dump did not finish", () => {
  const text = "conntrack v1.4.6 (conntrack-tools): Operation failed: not enough memory\n";
  const fact = read(conntrackStderr, text.repeat(9));
  expect(fact.trailerRows).toBeNull();
  expect(fact.toolVersion).toBe("1.4.6");
  expect(fact.errors.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5]);
  expect(fact.errors[0]?.text).toBe(text.trim());
  expect(read(conntrackStderr, "")).toEqual({ trailerRows: null, toolVersion: null, errors: [] });
});

test.each([
  ["uptime", uptime, "up\n"],
  ["kernelVersion", kernelVersion, "Linux\n"],
  ["osRelease", osRelease, "VERSION=1\n"],
  ["cpus", cpus, "cpus = 0\n"],
  ["conntrackCount", conntrackCount, "-1\n"],
])("%s fails on what it is not, and on an empty file", (_, parser, text) => {
  expect(failure(parser, text)).toMatchObject({ code: "PARSE_FAILED", place: { line: 1 } });
  expect(failure(parser, "")?.code).toBe("PARSE_FAILED");
});
