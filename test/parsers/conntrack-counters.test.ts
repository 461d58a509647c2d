import { expect, test } from "vitest";
import { conntrackS } from "../../src/parsers/conntrack-s.ts";
import { conntrackStat } from "../../src/parsers/conntrack-stat.ts";
import { deltaCounter, sumCounter } from "../../src/parsers/per-cpu.ts";
import { crlf, failure, read } from "./read.ts";

const KERNEL_6_18 = `entries  clashres found new invalid ignore delete chainlength insert insert_failed drop early_drop icmp_error  expect_new expect_create expect_delete search_restart
00040000  00000002 00000001 00000000 0000000a 00000000 00000000 00000003 00000000 00000004 00000010 000000ff 00000005  00000000 00000000 00000000 00000006
00040000  00000000 00000000 00000000 00000001 00000000 00000000 00000000 00000000 00000000 00000001 00000000 00000000  00000000 00000000 00000000 00000000
`;
const KERNEL_4_19 = `entries  searched found new invalid ignore delete delete_list insert insert_failed drop early_drop icmp_error  expect_new expect_create expect_delete search_restart
0000005a  000008b4 00000001 00000002 0000000a 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000  00000000 00000000 00000000 00000000
`;
const NETLINK = `cpu=0   \tfound=7 invalid=2 insert=0 insert_failed=3 drop=4 early_drop=5 error=1 search_restart=0 clash_resolve=9 chaintoolong=6 
cpu=1   \tfound=0 invalid=1 insert=0 insert_failed=0 drop=1 early_drop=0 error=0 search_restart=0 clash_resolve=0 chaintoolong=0 
`;
const WITHOUT_CAPABILITY = `cpu=0   \tentries=14 clashres=2 found=0 new=0 invalid=4 ignore=0 delete=0 chainlength=0 insert=0 insert_failed=0 drop=8 early_drop=0 icmp_error=1 expect_new=0 expect_create=0 expect_delete=0 search_restart=0 
cpu=1   \tentries=14 clashres=0 found=0 new=0 invalid=0 ignore=0 delete=0 chainlength=0 insert=0 insert_failed=0 drop=2 early_drop=0 icmp_error=0 expect_new=0 expect_create=0 expect_delete=0 search_restart=0 
`;
const VERTICAL = `entries             \t\t90
searched            \t\t2228
found               \t\t12
invalid             \t\t3
drop                \t\t41
early_drop          \t\t7
icmp_error          \t\t2
`;

test("reads the kernel's table by column name, in one spelling", () => {
  const fact = read(conntrackStat, KERNEL_6_18);
  expect(fact.entries).toBe(262_144);
  expect(fact.headerLine).toBe(1);
  expect(fact.cpuLines).toEqual([2, 3]);
  expect(fact.perCpu.get("drop")).toEqual([16, 1]);
  expect(fact.perCpu.get("early_drop")).toEqual([255, 0]);
  expect(fact.perCpu.get("error")).toEqual([5, 0]);
  expect(fact.perCpu.get("clash_resolve")).toEqual([2, 0]);
  expect(fact.perCpu.get("chaintoolong")).toEqual([3, 0]);
  expect(fact.perCpu.has("entries")).toBe(false);
  expect(fact.oneCpuOnly).toBe(false);
});

test("a counter that the kernel does not have is absent, not 0", () => {
  const fact = read(conntrackStat, KERNEL_4_19);
  expect(fact.entries).toBe(90);
  expect(fact.perCpu.get("searched")).toEqual([2228]);
  expect(sumCounter(fact, "clash_resolve")).toBeNull();
  expect(sumCounter(fact, "chaintoolong")).toBeNull();
  expect(sumCounter(fact, "drop")).toBe(0);
});

test("reads conntrack -S from netlink", () => {
  const fact = read(conntrackS, NETLINK);
  expect(fact.entries).toBeNull();
  expect(fact.cpuLines).toEqual([1, 2]);
  expect(sumCounter(fact, "drop")).toBe(5);
  expect(sumCounter(fact, "chaintoolong")).toBe(6);
  expect(fact.perCpu.size).toBe(10);
});

test("reads conntrack -S without the capability: entries are a total, never summed", () => {
  const fact = read(conntrackS, WITHOUT_CAPABILITY);
  expect(fact.entries).toBe(14);
  expect(fact.entriesLine).toBe(1);
  expect(sumCounter(fact, "drop")).toBe(10);
  expect(sumCounter(fact, "error")).toBe(1);
  expect(fact.perCpu.has("entries")).toBe(false);
});

test("k8s#56903: the vertical list is of one CPU", () => {
  const fact = read(conntrackS, VERTICAL);
  expect(fact.oneCpuOnly).toBe(true);
  expect(fact.entries).toBe(90);
  expect(fact.entriesLine).toBe(1);
  expect(fact.cpuLines).toEqual([2]);
  expect(sumCounter(fact, "drop")).toBe(41);
  expect(sumCounter(fact, "error")).toBe(2);
});

test("messages around the rows are counted, Windows' line ends change nothing", () => {
  const fact = read(conntrackS, `*** Output of conntrack -S ***\n${crlf(NETLINK)}`);
  expect(fact.unparsedLines).toBe(1);
  expect(fact.cpuLines).toEqual([2, 3]);
  expect(read(conntrackStat, crlf(KERNEL_6_18))).toEqual(read(conntrackStat, KERNEL_6_18));
});

test.each([
  ["an empty file", "", 1],
  ["a header alone", KERNEL_6_18.split("\n")[0]!, 1],
  ["another table", "cpu0 1 2 3\n", 1],
  ["a row that is cut", KERNEL_6_18.slice(0, -9), 3],
  ["a cell that is no counter", KERNEL_6_18.replace("000000ff", "000000fg"), 2],
  ["a cell beyond 32 bits", KERNEL_6_18.replace("000000ff", "1000000ff"), 2],
])("of the kernel's table, %s fails with its line", (_, text, line) => {
  expect(failure(conntrackStat, text)).toMatchObject({
    code: "PARSE_FAILED",
    place: { entry: "entry.txt", line },
  });
});

test.each([
  ["an error alone", "conntrack v1.4.7 (conntrack-tools): Operation failed\n", 1],
  ["a row that is cut, alone", NETLINK.split("\n")[0]!.slice(0, -20), 1],
  ["a row without counters", "cpu=0\n", 1],
])("of conntrack -S, %s fails with its line", (_, text, line) => {
  expect(failure(conntrackS, text)?.place).toEqual({ entry: "entry.txt", line });
});

test("of conntrack -S, a row that is cut is left out, and told by its line", () => {
  const fact = read(conntrackS, NETLINK.slice(0, -20));
  expect(fact.cpuLines).toEqual([1]);
  expect(fact.cutLines).toEqual([2]);
});

const sample = (...drop: number[]) => ({
  perCpu: new Map([["drop", drop]]),
  cpuLines: drop.map((_, cpu) => cpu + 2),
});

test.each([
  ["rises", sample(5, 10), sample(7, 13), { delta: 5, wrapped: false, restarted: false }],
  ["stands", sample(5, 10), sample(5, 10), { delta: 0, wrapped: false, restarted: false }],
  [
    "wraps at 32 bits on one CPU",
    sample(4_294_967_290, 1),
    sample(4, 2),
    { delta: 11, wrapped: true, restarted: false },
  ],
  [
    "falls a little",
    sample(500, 1),
    sample(3, 2),
    { delta: null, wrapped: false, restarted: true },
  ],
  [
    "falls by exactly half the range",
    sample(2 ** 31),
    sample(0),
    { delta: null, wrapped: false, restarted: true },
  ],
  ["is of another number of CPUs", sample(1, 2), sample(1), null],
])("a counter that %s", (_, start, end, expected) => {
  expect(deltaCounter(start, end, "drop")).toEqual(expected);
});

test("a counter that one sample lacks has no delta", () => {
  expect(deltaCounter(read(conntrackStat, KERNEL_4_19), sample(1), "clash_resolve")).toBeNull();
});
