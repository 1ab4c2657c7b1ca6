import { packedBytes } from "./packed-numbers";

/**
 * A stored column is little-endian: eight words of header, then sections that start at multiples of eight bytes.
 *
 * | words  | a field                                            | `core`                                  |
 * |--------|----------------------------------------------------|-----------------------------------------|
 * | 0      | kind of bytes and version                          | the same                                |
 * | 1      | rows                                               | rows                                    |
 * | 2      | rows that have a value                             | visitors                                |
 * | 3      | distinct values                                    | bits of a seq, 64 for a float           |
 * | 4      | kind of values                                     | seqBase, a float of eight bytes         |
 * | 5      | bits of a code, 0 where they go unsaid             |                                         |
 * | 6      | bits of a step from place to place, 0 where dense; |                                         |
 * |        | from its ninth bit on: bits of the length of a text | the first visitor                       |
 * | 7      | bytes of text                                      | a byte each: bits of a step from visitor |
 * |        |                                                    | to visitor, of how many rows one has,   |
 * |        |                                                    | and of flags                            |
 *
 * Whole numbers lie in as few bits as the largest of them needs.
 * Sections of a field: places of the rows that have a value, each as the step from the one before (only when sparse); the
 * code of each row, or of each place (they go unsaid where every value is a new one, in the order of the rows, or all are
 * one); the distinct values, as f64 or as the length of each text; their UTF-8.
 * Sections of `core`: visitors, each as the step from the one before; how many rows each has; at (u32); seq; flags.
 *
 * Version 1 had the same sections in whole words: places and visitors themselves (u32), where texts and the rows of a
 * visitor start, and one more (u32), codes in `width` bytes of word 5, 1 for sparse in word 6; of `core` bytes of a seq in
 * word 3 and flags in a byte.
 */
export const headerBytes = 32;
/** "TCF" and "TCC" with the version in the last byte; another byte order reads neither. */
export const fieldMark = 0x02464354;
export const coreMark = 0x02434354;
export const firstFieldMark = 0x01464354;
export const firstCoreMark = 0x01434354;

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
  /** 0 where codes go unsaid. */
  codeBits: number;
  /** 0 where every row has a code, if they are said. */
  placeBits: number;
  lengthBits: number;
  textBytes: number;
  /** Of version 1. */
  isOld?: boolean;
};

const valuesBytes = ({ size, kind, lengthBits, isOld }: FieldHeader): number => {
  if (kind === valueKinds.number) return 8 * size;
  return isOld ? 4 * (size + 1) : packedBytes(size, lengthBits);
};

/** Where the sections of a field start: places, codes, values, text, end. */
export const fieldSections = (header: FieldHeader): number[] => {
  const { rows, present, codeBits, placeBits, textBytes } = header;
  const codes = packedBytes(placeBits > 0 ? present : rows, codeBits);
  return startsOf([packedBytes(present, placeBits), codes, valuesBytes(header), textBytes]);
};

export type CoreHeader = {
  count: number;
  visitors: number;
  seqBits: number;
  stepBits: number;
  rowsBits: number;
  flagBits: number;
};

/** Where the sections of `core` start: visitors, rows of each, at, seq, flags, end. */
export const coreSections = ({
  count,
  visitors,
  seqBits,
  stepBits,
  rowsBits,
  flagBits,
}: CoreHeader): number[] =>
  startsOf([
    packedBytes(visitors, stepBits),
    packedBytes(visitors, rowsBits),
    4 * count,
    packedBytes(count, seqBits),
    packedBytes(count, flagBits),
  ]);

/** The same of version 1, where a visitor's rows start instead of how many there are. */
export const firstCoreSections = (count: number, visitors: number, seqWidth: number): number[] =>
  startsOf([4 * visitors, 4 * (visitors + 1), 4 * count, seqWidth * count, count]);
