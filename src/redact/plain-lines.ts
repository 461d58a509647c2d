import { type Blocks, peek } from "../archive/entry.ts";
import { lineFeed } from "../archive/lines.ts";
import { Cast } from "../sections/cast.ts";
import { Mail } from "../sections/mail.ts";

const HEAD_BYTES = 16_384;
const IS_WRITTEN_OTHERWISE =
  /^Content-Transfer-Encoding: {0,8}(?:quoted-printable|base64)|^\{"version": ?[23], ?"(?:width|term)"/im;

/**
 * The text that a mail or a recorded terminal stands for: what is hidden must be read first. Lines that one line
 * stands for come in its place, so that in a mail of base64 those behind it move; all other places stay.
 */
export async function* plainLines(blocks: Blocks): AsyncGenerator<Uint8Array> {
  const { head, blocks: all } = await peek(blocks, HEAD_BYTES);
  if (!IS_WRITTEN_OTHERWISE.test(new TextDecoder().decode(head))) {
    yield* all;
    return;
  }
  const [mail, cast] = [new Mail(), new Cast()];
  let texts: string[] = [];
  const feed = lineFeed({
    line(raw) {
      const lines = cast.take(raw) ?? mail.take(raw);
      texts.push(...(lines.length === 0 ? [""] : lines));
    },
  });
  for await (const block of all) {
    feed.push(block);
    if (texts.length > 0) yield encoded(texts);
    texts = [];
  }
  feed.end();
  texts.push(...mail.end(), ...cast.end());
  if (texts.length > 0) yield encoded(texts);
}

const encoded = (lines: readonly string[]): Uint8Array =>
  new TextEncoder().encode(lines.map((line) => `${line}\n`).join(""));
