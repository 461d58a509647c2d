/**
 * The whole program of a thread, which stands in the page's script before its own: see build/page.mjs. It is gzip in
 * base64, or a function in a page that was made to be read.
 */
declare const conntriageCore: string | (() => void);

/** The address by which a thread is started with it. */
export async function addressOf(): Promise<string> {
  const text =
    typeof conntriageCore === "string"
      ? await unpacked(conntriageCore)
      : `(${String(conntriageCore)})()`;
  return URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
}

function unpacked(base64: string): Promise<string> {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).text();
}
