import { headerBytes } from "./column-format";

export const broken = (what: string): Error =>
  new Error(`A stored column cannot be read: ${what}. Rebuild the project's journeys from its log.`);

/**
 * The header and bytes that views of eight bytes can lie on; copies only what is not aligned. The first word is one of
 * `marks`.
 */
export const openColumn = (
  given: Uint8Array,
  marks: readonly number[],
): { bytes: Uint8Array; header: Uint32Array } => {
  if (given.byteLength < headerBytes) throw broken("it is shorter than its header");
  const bytes = given.byteOffset % 8 === 0 ? given : new Uint8Array(given);
  const header = new Uint32Array(bytes.buffer, bytes.byteOffset, headerBytes / 4);
  if (!marks.includes(header[0] ?? 0)) throw broken("it is of another kind or version");
  return { bytes, header };
};

export const checkLength = (bytes: Uint8Array, expected: number): void => {
  if (bytes.byteLength !== expected)
    throw broken(`it has ${bytes.byteLength} bytes and should have ${expected}`);
};
