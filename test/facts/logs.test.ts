import { describe, expect, test } from "vitest";
import type { Found } from "../../src/facts/facts.ts";
import { mergeLogs } from "../../src/facts/logs.ts";
import { kernelLog } from "../../src/parsers/kernel-log.ts";
import { read } from "../parsers/read.ts";

const FULL = "nf_conntrack: nf_conntrack: table full, dropping packet";
const log = (entry: string, ...lines: readonly string[]): Found<"kernel-log"> => ({
  entry,
  phase: "once",
  label: "",
  fact: read(kernelLog, lines.join("\n")),
  origin: {
    time: null,
    standing: "live",
    reduced: null,
    elided: false,
    command: null,
    layout: "loose",
    lines: lines.length,
  },
});
const boot = (at: string) => `[${at}] eth0: link becomes ready`;
const dmesg = (at: string, text = FULL) => `[${at}] ${text}`;
const syslog = (date: string, at: string) => `${date} h1 kernel: [${at}] ${FULL}`;
const journal = (date: string) => `${date} h1 kernel: ${FULL}`;
const ctime = (time: string, text = FULL) => `[Tue Mar 11 ${time} 2025] ${text}`;
const messages = (...logs: Found<"kernel-log">[]) =>
  mergeLogs(logs).fact.kinds.get("table-full") ?? null;

describe("logs that hold the same messages count them once", () => {
  const ring = log("dmesg", dmesg("10.000001"), dmesg("20.000001"), dmesg("20.000001"));

  test.each([
    ["the same again", ring],
    [
      "in syslog",
      log(
        "m",
        syslog("Mar 11 10:00:10", "10.000001"),
        syslog("Mar 11 10:00:20", "20.000001"),
        syslog("Mar 11 10:00:20", "20.000001"),
      ),
    ],
  ])("%s", (_, other) => {
    expect(messages(ring, other)!.count).toBe(3);
    expect(messages(other, ring)!.count).toBe(3);
  });

  test("what only one of them has is added, with its entry", () => {
    const other = log(
      "messages",
      syslog("Mar 11 10:00:20", "20.000001"),
      syslog("Mar 11 10:01:00", "60.5"),
    );
    const both = messages(ring, other)!;
    expect(both.count).toBe(4);
    expect([both.first.uptime, both.last.uptime, both.last.entry]).toEqual([
      10.000001,
      60.5,
      "messages",
    ]);
    expect(mergeLogs([ring, other]).fact.lines).toBe(5);
  });

  test("messages of one second with other stamps are others", () => {
    expect(messages(ring, log("m", dmesg("20.4")))!.count).toBe(4);
  });

  test("the journal without seconds since boot, beside syslog with them", () => {
    const date = "Mar 11 10:00:20";
    const with_ = log("kern.log", syslog(date, "20.1"), syslog(date, "20.2"));
    const without = log("journal", journal(date), journal(date), journal("Mar 11 10:00:21"));
    expect(messages(with_, without)!.count).toBe(3);
    expect(messages(without, with_)!.count).toBe(3);
  });

  test("dmesg and dmesg -T of one ring", () => {
    const plain = log("dmesg", boot("0.4"), dmesg("100.9"), dmesg("101.1"), boot("200.0"));
    const human = log(
      "dmesg-T",
      ctime("10:00:00", "eth0: up"),
      ctime("10:01:41"),
      ctime("10:01:41"),
      ctime("10:03:20", "eth0: up"),
    );
    expect(messages(plain, human)!.count).toBe(2);
    expect(messages(human, plain)!.count).toBe(2);
    const longer = log(
      "other",
      ctime("10:00:00", "eth0: up"),
      ctime("10:01:41"),
      ctime("10:01:41"),
      ctime("12:03:20", "eth0: up"),
    );
    expect(messages(plain, longer)!.count).toBe(4);
  });

  test("times alone, as often as the log that has them most often", () => {
    const a = log("a", ctime("10:00:00"), ctime("10:00:00"));
    const b = log("b", ctime("10:00:00"), ctime("10:00:00"), ctime("10:00:00"));
    expect(messages(a, b)!.count).toBe(3);
    expect(messages(a, b, a)!.count).toBe(3);
  });

  test("a message without any stamp is never another one's", () => {
    expect(messages(log("a", FULL), log("b", FULL))!.count).toBe(2);
  });
});

test("kinds stay apart, and what was held back is summed once", () => {
  const held = dmesg("9.5", "net_ratelimit: 40 callbacks suppressed");
  const a = log("a", held, dmesg("9.6"));
  const b = log("b", held, dmesg("9.6"), dmesg("99.5", "net_ratelimit: 2 callbacks suppressed"));
  const { kinds } = mergeLogs([a, b]).fact;
  expect(kinds.get("ratelimit-suppressed")).toMatchObject({ count: 2, suppressed: 42 });
  expect(kinds.get("table-full")).toMatchObject({ count: 1, suppressed: null });
});

test("a merged log reaches from the first stamp of all to the last", () => {
  const { first, last } = mergeLogs([
    log("b", boot("50.0")),
    log("a", boot("7.0"), boot("90.0")),
  ]).fact;
  expect([first?.uptime, last?.uptime]).toEqual([7, 90]);
});

test("one log is as it is", () => {
  const only = log("a", FULL);
  expect(mergeLogs([only])).toBe(only);
});
