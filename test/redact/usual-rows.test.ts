import { expect, test } from "vitest";
import { SOURCES } from "../../src/parsers/index.ts";
import { KeyedHide } from "../../src/redact/hide.ts";
import { RowHider } from "../../src/redact/rows.ts";

const hide = new KeyedHide(Uint8Array.from({ length: 32 }, (_, at) => at * 5));

/** The lines as they are hidden one by one, as texts. */
function asTexts(lines: readonly string[]): string {
  const redact = SOURCES["conntrack-table"].redact();
  return lines.map((line) => redact(line, hide)).join("\n");
}

/** The same as a table is hidden, and how many lines of it were taken as texts. */
function asRows(lines: readonly string[]): { text: string; texts: number } {
  const redact = SOURCES["conntrack-table"].redact();
  const decoder = new TextDecoder();
  let [text, texts] = ["", 0];
  const rows = new RowHider(
    hide.addresses,
    (line) => {
      texts++;
      return redact(line, hide);
    },
    (bytes) => {
      text += decoder.decode(bytes, { stream: true });
    },
  );
  rows.take(new TextEncoder().encode(`${lines.join("\n")}\n`));
  rows.flush();
  return { text: text.slice(0, -1), texts };
}

const row = (client: string, server: string, more = "") =>
  `tcp      6 431999 ESTABLISHED src=${client} dst=${server} sport=40000 dport=80 src=${server} dst=${client} sport=80 dport=40000 [ASSURED] mark=0 ${more}use=1`;

test("usual rows are hidden alike as bytes and as texts, more addresses than are remembered among them", () => {
  const lines = Array.from({ length: 200_000 }, (_, n) =>
    n % 4 === 0
      ? row(`fd00:${(n >> 12).toString(16)}::${(n & 0xfff).toString(16)}`, "fd00:10:96::a")
      : row(`100.64.${(n >> 8) & 255}.${n & 255}`, `10.244.${(n >> 8) >> 2}.${n & 63}`),
  );
  const { text, texts } = asRows(lines);
  expect(texts).toBe(0);
  const some = lines.flatMap((line, n) => (n % 100 < 2 ? [[n, line] as const] : []));
  const hidden = text.split("\n");
  expect(some.map(([n]) => hidden[n]).join("\n")).toBe(asTexts(some.map(([, line]) => line)));
});

test.each([
  "",
  "src=",
  "src=10.0.0.1",
  "src=::",
  "tcp",
  "tcp      6 x",
  row("10.1.1.1", "10.1.1.2", "name=somebody "),
  row("10.1.1.1", "10.1.1.2", "secctx=system_u:object_r:unlabeled_t:s0 "),
  row("10.1.1.1", "10.1.1.2", "packets=123456789012 bytes=12345678901234567890123 "),
  row("10.1.1.1", "10.1.1.2", "mark=0x1fff id=305419896 delta-time=100 "),
  row("10.1.1.1", "10.1.1.2", "packets=12345678901x345678 bytes=123456789012345z "),
  row("10.1.1.256", "10.1.1.2"),
  row("010.1.1.1", "10.1.1.2"),
  row("10.1.1", "10.1.1.2"),
  row("fd00::11111", "fd00::1"),
  row("fd00::1/64", "fd00::1"),
  row("FD00::A", "fd00:0000:0000:0000:0000:0000:0000:0001"),
  row("::ffff:10.1.1.1", "fd00::1"),
  row("worker", "10.1.1.1"),
  row("10.1.1.1\u00e4", "10.1.1.1"),
  `${row("10.1.1.1", "10.1.1.2")}\r`,
  "x ".repeat(300),
  `${"src=10.1.1.1 ".repeat(20)}`,
  `src=${"1".repeat(100)}`,
])("a line that is unusual is hidden as a text: %j", (line) => {
  const usual = row("10.1.1.1", "10.1.1.2");
  for (const lines of [[line], [usual, line, usual, usual], [line, line, usual]])
    expect(asRows(lines).text).toBe(asTexts(lines));
});
