const marks = [
  { encoding: "utf-16le", first: 0xff, second: 0xfe },
  { encoding: "utf-16be", first: 0xfe, second: 0xff },
];

/**
 * Bytes as text: UTF-16 where its mark says so, as spreadsheets and advertising systems export it, else UTF-8; without the
 * mark. `null` for bytes that are no such text.
 */
export const decodeText = (bytes: Uint8Array): string | null => {
  const marked = marks.find(({ first, second }) => bytes[0] === first && bytes[1] === second);
  try {
    return new TextDecoder(marked?.encoding ?? "utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
};
