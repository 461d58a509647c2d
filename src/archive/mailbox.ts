/** What comes by itself, to be waited for in its order. */
export class Mailbox<T> {
  readonly #waiting: T[] = [];
  #failure: { error: unknown } | null = null;
  #isEnded = false;
  #wake = (): void => {};

  put(one: T): void {
    this.#waiting.push(one);
    this.#wake();
  }

  /** Throws at who waits, once all that came before is taken. */
  fail(error: unknown): void {
    this.#failure ??= { error };
    this.#wake();
  }

  end(): void {
    this.#isEnded = true;
    this.#wake();
  }

  /** What has come, and then what comes. */
  async *all(): AsyncGenerator<T, undefined> {
    for (;;) {
      const one = this.#waiting.shift();
      if (one !== undefined) yield one;
      else if (this.#failure !== null) throw this.#failure.error;
      else if (this.#isEnded) return;
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
  }
}
