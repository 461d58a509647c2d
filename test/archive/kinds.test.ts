import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { nameOfKind } from "../../src/archive/kinds.ts";
import { openEvidence } from "../support/evidence.ts";

const bytes = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));
const behind = (at: number, text: string) => bytes("\0".repeat(at) + text);

test.each([
  ["an empty file", bytes("")],
  ["a 7z archive", bytes("7z\xbc\xaf\x27\x1c\0\x04")],
  ["a RAR archive", bytes("Rar!\x1a\x07\x01\0")],
  ["an LZ4 frame", bytes("\x04\x22\x4d\x18d")],
  ["a JPEG picture", bytes("\xff\xd8\xff\xe0")],
  ["a PNG picture", bytes("\x89PNG\r\n\x1a\n")],
  ["a WebP picture", bytes("RIFF\x24\0\0\0WEBPVP8 ")],
  ["a PDF", bytes("%PDF-1.7")],
  ["an ELF program", bytes("\x7fELF\x02")],
  ["a Linux kernel image", behind(514, "HdrS")],
  ["an SQLite database", bytes("SQLite format 3\0")],
  ["a pcap capture", bytes("\xd4\xc3\xb2\xa1")],
  ["a pcapng capture", bytes("\x0a\x0d\x0d\x0a")],
  ["a systemd journal", bytes("LPKSHHRH")],
  ["a tar archive", behind(257, "ustar")],
])("%s", (name, head) => {
  expect(nameOfKind(head)).toBe(name);
});

test("a real program is named", () => {
  const node = readFileSync(process.execPath).subarray(0, 4096);
  if (process.platform === "linux") expect(nameOfKind(node)).toBe("an ELF program");
});

test("text has no kind, and any bytes are named or not, without a fault", () => {
  for (const text of [
    "tcp      6 86399 ESTABLISHED src=",
    "net.core.somaxconn = 4096\n",
    "\n",
    "BZ",
  ])
    expect(nameOfKind(bytes(text))).toBeNull();
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), (head) => {
      const name = nameOfKind(head);
      expect(name === null || /^an? \S/.test(name)).toBe(true);
    }),
  );
});

test("a report that programs read is no evidence, whatever it is called", async () => {
  for (const what of ["analysis", "digest", "timeline"]) {
    const opened = openEvidence({
      "evidence.txt": `{"schema": "conntriage/${what}/1", "nodes": []}`,
    });
    await expect(opened).rejects.toThrow(/was made from bundles: give those/);
  }
  await expect(
    openEvidence({ "manifest.json": '{"schema":"conntriage/bundle/1"}' }),
  ).resolves.toBeTruthy();
});
