import { expect, test } from "vitest";
import { wrongOfDamaged, wrongOfWhole } from "./compare.ts";
import { bytesFrom, damagedFrom, packedFrom, randomFrom } from "./streams.ts";

const SIZES = [1, 7, 100, 65_536];

test("what zlib packs is unpacked to the byte, its checksum too, and nothing behind it is taken", async () => {
  const random = randomFrom(1);
  for (let run = 0; run < 400; run++) {
    const bytes = bytesFrom(random, run % 20 === 3 ? 600_000 : 20_000);
    const size = SIZES[run % SIZES.length]!;
    expect(await wrongOfWhole(packedFrom(random, bytes), bytes, size), `run ${run}`).toBeNull();
  }
});

test("of a damaged stream all before the damage is given, and nothing else", async () => {
  const random = randomFrom(2);
  for (let run = 0; run < 3_000; run++) {
    const stream = damagedFrom(random, packedFrom(random, bytesFrom(random, 2_000)));
    expect(await wrongOfDamaged(stream, SIZES[run % SIZES.length]!), `run ${run}`).toBeNull();
  }
});

test("noise is no stream, and does no harm", async () => {
  const random = randomFrom(3);
  for (let run = 0; run < 2_000; run++) {
    const noise = Uint8Array.from({ length: random() % 300 }, () => random());
    expect(await wrongOfDamaged(noise, SIZES[run % SIZES.length]!), `run ${run}`).toBeNull();
  }
});
