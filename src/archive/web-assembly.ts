/** Our types are those of Node alone, which do not name WebAssembly. `--jitless` takes it away. */
const { WebAssembly } = globalThis as unknown as {
  WebAssembly?: {
    Module: new (bytes: Uint8Array) => object;
    Instance: new (module: object) => { exports: unknown };
  };
};

/** What a module in base64 exports, or null where WebAssembly is not to be had. */
export function exportsOf<Code>(base64: string): Code | null {
  if (WebAssembly === undefined) return null;
  try {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as Code;
  } catch (error) {
    // its memory takes gigabytes of addresses, which a limit (ulimit -v) may refuse
    if (error instanceof RangeError) return null;
    throw error;
  }
}
