import { wrongOfDamaged, wrongOfWhole } from "../inflate/compare.ts";
import { bytesFrom, damagedFrom, packedFrom, randomFrom } from "../inflate/streams.ts";
import type { Figures, Options } from "./run.ts";

/** Bytes of the blocks in which a stream comes. */
const SIZES = [65_536, 1_000, 13, 65_536, 1];
/** Damaged streams for each whole one: most of what they hold is before the damage. */
const DAMAGED = 100;

/** What our inflater gives is what zlib gives, and of damaged streams all before the damage. */
export async function inflate({ runs, seed, say }: Options): Promise<Figures> {
  const random = randomFrom(seed);
  const failures: string[] = [];
  let [bytes, damaged] = [0, 0];
  const note = (wrong: string | null, what: string): void => {
    if (wrong !== null) failures.push(`${what}: ${wrong}`);
  };
  for (let run = 0; run < runs; run++) {
    const whole = bytesFrom(random, 20_000);
    bytes += whole.length;
    const size = SIZES[run % SIZES.length]!;
    note(await wrongOfWhole(packedFrom(random, whole), whole, size), `stream ${run}`);
    for (let one = 0; one < DAMAGED; one++, damaged++) {
      const stream = damagedFrom(random, packedFrom(random, bytesFrom(random, 400)));
      const wrong = await wrongOfDamaged(stream, SIZES[one % SIZES.length]!);
      note(wrong, `damaged stream ${damaged}`);
    }
    if (run % 500 === 499) say(`${run + 1} of ${runs}, ${failures.length} failed`);
  }
  const n = (value: number) => value.toLocaleString("en");
  const text = `## Unpacking

Bytes of many textures were drawn (seed ${seed}), packed by zlib in all ways that it has, and unpacked by our inflater in
blocks of 1 to 65,536 bytes: the same bytes must come, with their checksum, and nothing behind the stream may be
taken. Others were damaged: bits flipped, bytes left out or put in, the end cut off. Of these exactly what a plain
inflater gives before the damage must come, and zlib must agree on which are damaged.

| streams | number |
|---|---:|
| whole | ${n(runs)} |
| bytes in them | ${n(bytes)} |
| damaged | ${n(damaged)} |
| that failed | ${n(failures.length)} |
`;
  return { text, failures };
}
