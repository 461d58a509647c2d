import { spawn } from "node:child_process";
import { expect, test } from "vitest";
import { onceIdle } from "./uml/stall.ts";

const QUICK = { seconds: 1, haltSeconds: 0.5, lookSeconds: 0.25 };

/** Whether a program is taken to hang within three seconds, and after how many. */
async function hangs(program: string, result: string): Promise<number | null> {
  const child = spawn(process.execPath, ["-e", program], { stdio: "ignore" });
  const start = performance.now();
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise((resolve) => {
      const end = () => resolve((performance.now() - start) / 1000);
      timer = onceIdle(child.pid!, result, end, QUICK);
      setTimeout(() => resolve(null), 3000);
    });
  } finally {
    clearInterval(timer);
    child.kill("SIGKILL");
  }
}

test("a kernel that waits for ever is ended, one that works is not", async () => {
  const [idle, busy] = await Promise.all([
    hangs("setTimeout(() => 0, 60_000)", "/nowhere"),
    hangs("for (;;);", "/nowhere"),
  ]);
  expect(idle).not.toBeNull();
  expect(busy).toBeNull();
});

test("one that has written its result is ended sooner", async () => {
  const idle = await hangs("setTimeout(() => 0, 60_000)", process.execPath);
  expect(idle).not.toBeNull();
});
