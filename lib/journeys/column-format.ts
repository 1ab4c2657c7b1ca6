/**
 * A stored column is little-endian: eight words of header, then sections that start at multiples of eight bytes.
 *
 * | words  | a field                                    | `core`                          |
 * |--------|--------------------------------------------|---------------------------------|
 * | 0      | kind of bytes and version                  | the same                        |
 * | 1      | rows                                       | rows                            |
 * | 2      | rows that have a value                     | visitors                        |
 * | 3      | distinct values                            | bytes of a seq: 4 or 8          |
 * | 4      | kind of values                             | seqBase, a float of eight bytes |
 * | 5      | bytes of a code, 0 where they go unsaid    |                                 |
 * | 6      | 1 for sparse                               |                                 |
 * | 7      | bytes of text                              |                                 |
 *
 * Sections of a field: places of the rows that have a value (u32, only when sparse); the code of each row, or of each
 * place (they go unsaid where every value is a new one, in the order of the rows, or all are one); the distinct values, as f64 or
 * as u32 offsets followed by UTF-8.
 * Sections of `core`: visitors (i32), starts (u32, one more), at (u32), seq (u32 or f64), flags (u8).
 */
export const headerBytes = 32;
/** "TCF" and "TCC" with the version in the last byte; another byte order reads neither. */
export const fieldMark = 0x01464354;
export const coreMark = 0x01434354;

/** How the distinct values of a column are stored. */
export const valueKinds = { number: 0, text: 1, json: 2 } as const;

const aligned = (bytes: number): number => Math.ceil(bytes / 8) * 8;

/** Where sections of these sizes start, in bytes, and last the length of the whole. */
const startsOf = (sizes: readonly number[]): number[] => {
  const starts = [headerBytes];
  let end = headerBytes;
  for (const size of sizes) {
    end += aligned(size);
    starts.push(end);
  }
  return starts;
};

export type FieldHeader = {
  rows: number;
  present: number;
  size: number;
  kind: number;
  width: number;
  sparse: boolean;
  textBytes: number;
};

/** Where the sections of a field start: places, codes, values, text, end. */
export const fieldSections = (header: FieldHeader): number[] => {
  const { rows, present, size, kind, width, sparse, textBytes } = header;
  const values = kind === valueKinds.number ? 8 * size : 4 * (size + 1);
  return startsOf([sparse ? 4 * present : 0, width * (sparse ? present : rows), values, textBytes]);
};

/** Where the sections of `core` start: visitors, starts, at, seq, flags, end. */
export const coreSections = (rows: number, visitors: number, seqWidth: number): number[] =>
  startsOf([4 * visitors, 4 * (visitors + 1), 4 * rows, seqWidth * rows, rows]);
