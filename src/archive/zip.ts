import { crc32 } from "./crc32.ts";
import { Damage, WRONG_SUM } from "./damage.ts";
import type { Blocks, Outcome, Seekable, Source } from "./entry.ts";
import { decompress, type Inflate } from "./inflate.ts";
import type { Log } from "./log.ts";
import { LOCAL_BYTES, type Member, memberName, zipMembers } from "./zip-directory.ts";

/** Bytes that are read at once. */
const READ = 256 * 1024;
const ENCRYPTED = 1;
const STORED = 0;
const DEFLATED = 8;
/** What else a zip may be packed by, by its number. */
const METHODS: Readonly<Record<number, string>> = {
  9: "Deflate64",
  12: "bzip2",
  14: "LZMA",
  93: "zstd",
  95: "xz",
  98: "PPMd",
};
const FILE_TYPE = 0xf000;
const REGULAR = 0x8000;
const LINK = 0xa000;

/** Whether these first bytes are those of a zip, of an empty one also. */
export const looksLikeZip = (head: Uint8Array): boolean =>
  head[0] === 0x50 &&
  head[1] === 0x4b &&
  ((head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6));

/** The regular files of a zip, in the order of its directory, which alone says what is in it. */
export async function* zipSources(
  file: Seekable,
  log: Log,
  inflate: Inflate,
): AsyncGenerator<Source> {
  let packed = 0;
  try {
    for await (const member of zipMembers(file)) {
      if (!log.count()) return;
      const reason = notRead(member);
      if (reason !== null) {
        if (reason !== "") log.skip(member.path, reason);
        continue;
      }
      // members that share their data inflate to any size
      packed += member.packed;
      if (packed > file.size && member.at + member.packed <= file.size) {
        log.damage("its members lie over each other");
        return;
      }
      const outcome: Outcome = { bytes: 0, cut: null };
      yield { path: member.path, outcome, blocks: contentOf(file, member, outcome, inflate) };
    }
  } catch (error) {
    log.damage(
      error instanceof Damage
        ? error.message
        : `its archive is damaged: ${(error as Error).message}`,
    );
  } finally {
    await file.close();
  }
}

/** Why a member is not read; empty for a folder, of which nobody needs to be told. */
function notRead({ path, flags, method, mode }: Member): string | null {
  if (path.endsWith("/")) return "";
  const type = mode & FILE_TYPE;
  if (type === LINK) return "a symlink is not followed";
  if (type !== 0 && type !== REGULAR) return "not a regular file";
  if (flags & ENCRYPTED) return "it is encrypted";
  if (method === STORED || method === DEFLATED) return null;
  return `packed by ${METHODS[method] ?? `method ${method}`}, which is not read in a zip`;
}

/** A member's bytes, inflated, noting what is not as the directory says. */
async function* contentOf(
  file: Seekable,
  member: Member,
  outcome: Outcome,
  inflate: Inflate,
): AsyncGenerator<Uint8Array> {
  const cut = (reason: string): void => {
    outcome.cut ??= reason;
  };
  const raw = dataOf(file, member, cut);
  let crc = 0;
  const plain =
    member.method === STORED
      ? raw
      : decompress("deflate-raw", raw, inflate, ({ reason, from, to }) => {
          cut(reason);
          if (to > from) outcome.doubt ??= reason;
        });
  for await (const block of plain) {
    if (outcome.bytes + block.length > member.size) {
      cut("it is longer than the zip's directory says");
      return;
    }
    outcome.bytes += block.length;
    if (member.crc >= 0) crc = crc32(block, crc);
    yield block;
  }
  if (member.crc < 0) return;
  if (outcome.bytes < member.size)
    cut(`the archive ends after ${outcome.bytes} of its ${member.size} bytes`);
  if (crc === member.crc) outcome.isVouched = true;
  else {
    cut(WRONG_SUM);
    // of what is not all there, no checksum tells
    if (outcome.bytes === member.size) outcome.doubt ??= WRONG_SUM;
  }
}

/** A member's bytes as they lie in the zip. */
async function* dataOf(
  file: Seekable,
  member: Member,
  cut: (reason: string) => void,
): Blocks & AsyncGenerator<Uint8Array> {
  const head = await file.read(member.at, LOCAL_BYTES);
  if (head.length < LOCAL_BYTES || !looksLikeZip(head)) {
    cut("it is not where the zip's directory says");
    return;
  }
  const [name, extra] = [head[26]! + head[27]! * 256, head[28]! + head[29]! * 256];
  // neither place has a checksum: they vouch for each other
  const path = await file.read(member.at + LOCAL_BYTES, name);
  if (memberName(path) !== member.path) cut("its name is another one than in the zip's directory");
  let at = member.at + LOCAL_BYTES + name + extra;
  for (const end = at + member.packed; at < end; ) {
    const block = await file.read(at, Math.min(READ, end - at));
    if (block.length === 0) return;
    yield block;
    at += block.length;
  }
}
