/**
 * What must be undone however the process ends: a kernel limit, namespaces, child processes.
 *
 * Every undoing is synchronous, because nothing asynchronous runs any more in an `exit` handler.
 */

const undoings = new Set<() => void>();
let watching = false;

/** Has `undo` run at the latest when this process ends. The result runs it earlier, and once. */
export function atExit(undo: () => void): () => void {
  watch();
  const once = (): void => {
    if (undoings.delete(once)) undo();
  };
  undoings.add(once);
  return once;
}

/** Undoes the newest first: processes leave a namespace before it is deleted. */
function undoAll(): void {
  for (const undo of [...undoings].reverse()) {
    try {
      undo();
    } catch (error) {
      console.error(`clean-up: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

function watch(): void {
  if (watching) return;
  watching = true;
  process.on("exit", undoAll);
  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const) {
    process.on(signal, () => process.exit(code));
  }
  process.on("uncaughtException", (error) => {
    console.error(error);
    process.exit(1);
  });
}
