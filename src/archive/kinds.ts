/** What a file begins with: at a place, these bytes. Text stands for its letters; `?` in it for any byte. */
type Mark = readonly [name: string, at: number, bytes: string];

/** Files that end up in a bundle by mistake, or beside what is wanted. The first that fits names it. */
const KINDS: readonly Mark[] = [
  ["a 7z archive", 0, "7z\xbc\xaf\x27\x1c"],
  ["a RAR archive", 0, "Rar!\x1a\x07"],
  ["a zip archive", 0, "PK\x03\x04"],
  ["a zip archive", 0, "PK\x05\x06"],
  ["a Debian package or static library", 0, "!<arch>\n"],
  ["an RPM package", 0, "\xed\xab\xee\xdb"],
  ["a cpio archive", 0, "070701"],
  ["a cpio archive", 0, "070707"],
  ["a tar archive", 257, "ustar"],
  ["a squashfs image", 0, "hsqs"],
  ["an LZ4 frame", 0, "\x04\x22\x4d\x18"],
  ["an lzip file", 0, "LZIP"],
  ["an lzop file", 0, "\x89LZO\x00\r\n\x1a\n"],
  ["an LZMA file", 0, "\x5d\x00\x00"],
  ["a file of Unix compress", 0, "\x1f\x9d"],
  ["a Snappy frame", 0, "\xff\x06\x00\x00sNaPpY"],
  ["a gzip file", 0, "\x1f\x8b"],
  ["an xz file", 0, "\xfd7zXZ\x00"],
  ["a zstd file", 0, "\x28\xb5\x2f\xfd"],
  ["a JPEG picture", 0, "\xff\xd8\xff"],
  ["a PNG picture", 0, "\x89PNG\r\n\x1a\n"],
  ["a GIF picture", 0, "GIF8"],
  ["a WebP picture", 0, "RIFF????WEBP"],
  ["a WAVE sound", 0, "RIFF????WAVE"],
  ["an MP4 video", 4, "ftyp"],
  ["a Matroska or WebM video", 0, "\x1a\x45\xdf\xa3"],
  ["an MP3 sound", 0, "ID3"],
  ["an Ogg file", 0, "OggS"],
  ["a PDF", 0, "%PDF-"],
  ["an Office document of before 2007", 0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"],
  ["an ELF program", 0, "\x7fELF"],
  ["a Linux kernel image", 514, "HdrS"],
  ["a Windows program", 0, "MZ"],
  ["a Java class", 0, "\xca\xfe\xba\xbe"],
  ["a WebAssembly module", 0, "\0asm"],
  ["an SQLite database", 0, "SQLite format 3\0"],
  ["a pcap capture", 0, "\xd4\xc3\xb2\xa1"],
  ["a pcap capture", 0, "\xa1\xb2\xc3\xd4"],
  ["a pcap capture", 0, "\x4d\x3c\xb2\xa1"],
  ["a pcap capture", 0, "\xa1\xb2\x3c\x4d"],
  ["a pcapng capture", 0, "\x0a\x0d\x0d\x0a"],
  ["a systemd journal", 0, "LPKSHHRH"],
  ["a kernel crash dump", 0, "KDUMP   "],
  ["a perf recording", 0, "PERFILE2"],
  ["an LLVM bitcode file", 0, "BC\xc0\xde"],
  ["a font", 0, "wOF2"],
  ["a web page", 0, "<!doctype html"],
  ["a web page", 0, "<!DOCTYPE html"],
  ["a key or certificate", 0, "-----BEGIN "],
];

/** Names what a file is by its first bytes, with its article; null for text, and for what is not known. */
export function nameOfKind(head: Uint8Array): string | null {
  if (head.length === 0) return "an empty file";
  for (const [name, at, bytes] of KINDS) if (stands(head, at, bytes)) return name;
  return null;
}

function stands(head: Uint8Array, at: number, bytes: string): boolean {
  if (at + bytes.length > head.length) return false;
  for (let n = 0; n < bytes.length; n++)
    if (bytes[n] !== "?" && head[at + n] !== bytes.charCodeAt(n)) return false;
  return true;
}
