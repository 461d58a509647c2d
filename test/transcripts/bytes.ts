/** How the lines of a text are ended and written as bytes. */
export const AS_BYTES: Readonly<Record<string, (lines: readonly string[]) => Uint8Array>> = {
  "line feeds": (lines) => Buffer.from(`${lines.join("\n")}\n`),
  "no last line feed": (lines) => Buffer.from(lines.join("\n")),
  "carriage returns": (lines) => Buffer.from(`${lines.join("\r\n")}\r\n`),
  "a byte order mark": (lines) => Buffer.from(`\ufeff${lines.join("\r\n")}\r\n`),
  "UTF-16": (lines) => Buffer.from(`\ufeff${lines.join("\r\n")}\r\n`, "utf16le"),
};
