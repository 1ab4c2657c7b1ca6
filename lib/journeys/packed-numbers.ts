import type { Codes } from "@/lib/matching/column";

// Hot path: once a row of every column that is read or written. Numbers lie one after the other, lowest bits first.

/** Gives memory for so many bytes that begins at a multiple of eight; what is in it may be anything. */
export type Room = (bytes: number) => Uint8Array;

export const ownRoom: Room = (bytes) => new Uint8Array(bytes);

/** In how many bits whole numbers fit of which this one is the largest; none when all are 0. */
export const bitsFor = (largest: number): number => 32 - Math.clz32(largest);

export const packedBytes = (count: number, bits: number): number => Math.ceil((count * bits) / 8);

const wordsAt = ({ buffer, byteOffset }: Uint8Array, at: number, count: number, bits: number): Uint32Array =>
  new Uint32Array(buffer, byteOffset + at, Math.ceil((count * bits) / 32));

const maskOf = (bits: number): number => (bits === 32 ? 0xffffffff : 2 ** bits - 1);

/** Writes numbers in so many bits each over zeros, from `at` on, a multiple of four. */
export const pack = (numbers: Uint32Array, bits: number, into: Uint8Array, at: number): void => {
  if (bits === 0) return;
  const words = wordsAt(into, at, numbers.length, bits);
  for (let i = 0, bit = 0; i < numbers.length; i++, bit += bits) {
    const number = numbers[i] ?? 0;
    const word = bit >>> 5;
    const shift = bit & 31;
    words[word] = (words[word] ?? 0) | (number << shift);
    if (shift + bits > 32) words[word + 1] = number >>> (32 - shift);
  }
};

/** An array of the narrowest kind for numbers of so many bits, on memory that may hold anything. */
const arrayFor = (bits: number, count: number, room: Room): Codes => {
  if (bits <= 8) return room(count);
  if (bits <= 16) {
    const { buffer, byteOffset } = room(2 * count);
    return new Uint16Array(buffer, byteOffset, count);
  }
  const { buffer, byteOffset } = room(4 * count);
  return new Uint32Array(buffer, byteOffset, count);
};

/** Numbers as they were packed: where they lie if an array can, else in memory of `room`. */
export const unpack = (
  bytes: Uint8Array,
  { at, count, bits }: { at: number; count: number; bits: number },
  room: Room = ownRoom,
): Codes => {
  const { buffer, byteOffset } = bytes;
  if (bits === 8) return new Uint8Array(buffer, byteOffset + at, count);
  if (bits === 16) return new Uint16Array(buffer, byteOffset + at, count);
  if (bits === 32) return new Uint32Array(buffer, byteOffset + at, count);
  const numbers = arrayFor(bits, count, room);
  if (bits === 0) return numbers.fill(0);
  const words = wordsAt(bytes, at, count, bits);
  const mask = maskOf(bits);
  let word = 0;
  let shift = 0;
  for (let i = 0; i < count; i++) {
    let number = (words[word] ?? 0) >>> shift;
    shift += bits;
    if (shift >= 32) {
      shift -= 32;
      word++;
      if (shift > 0) number |= (words[word] ?? 0) << (bits - shift);
    }
    numbers[i] = number & mask;
  }
  return numbers;
};

/** Of ascending numbers, how much each is more than the one before, the first more than `base`. */
export const stepsOf = (numbers: Uint32Array | Int32Array, base: number): Uint32Array => {
  const steps = new Uint32Array(numbers.length);
  let last = base;
  for (let i = 0; i < steps.length; i++) {
    const number = numbers[i] ?? 0;
    steps[i] = number - last;
    last = number;
  }
  return steps;
};

/** Writes what steps from `base` come to. */
export const addUp = (steps: Codes, base: number, into: Uint32Array | Int32Array): void => {
  let sum = base;
  for (let i = 0; i < steps.length; i++) {
    sum += steps[i] ?? 0;
    into[i] = sum;
  }
};

export const largestOf = (numbers: Uint32Array): number => {
  let largest = 0;
  for (let i = 0; i < numbers.length; i++) if ((numbers[i] ?? 0) > largest) largest = numbers[i] ?? 0;
  return largest;
};
