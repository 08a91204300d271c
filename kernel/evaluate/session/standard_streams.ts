/**
 * Standard output and standard error cannot be closed: they are the session's way to its kernel.
 *
 * A program may close them when it has said all, as `pipeTo(Deno.stdout.writable)` does; a session
 * goes on.
 *
 * @module
 */

/** Lets every close of `Deno.stdout` and `Deno.stderr` close nothing. */
export function keepStreamsOpen(): void {
  for (const stream of [Deno.stdout, Deno.stderr]) {
    Object.defineProperties(stream, {
      close: { value: () => {}, configurable: true },
      // A new one each time: one that was piped into is closed, and the next cell wants it open.
      writable: { get: () => writableTo(stream), configurable: true },
    });
  }
}

function writableTo(stream: typeof Deno.stdout): WritableStream<Uint8Array> {
  return new WritableStream({
    write: (chunk) => {
      for (let left = chunk; left.length > 0;) left = left.subarray(stream.writeSync(left));
    },
  });
}
