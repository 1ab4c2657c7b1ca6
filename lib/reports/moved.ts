import { move, transferableSymbol, valueSymbol } from "piscina";

const collect = (value: unknown, into: Set<ArrayBuffer>): void => {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) into.add(value.buffer);
  } else if (value instanceof Map)
    for (const [key, inner] of value) {
      collect(key, into);
      collect(inner, into);
    }
  else if (value instanceof Set || Array.isArray(value)) for (const inner of value) collect(inner, into);
  else if (typeof value === "object" && value !== null)
    for (const inner of Object.values(value)) collect(inner, into);
};

/** The memory behind the typed arrays of plain data, each once. */
export const buffersOf = (value: unknown): ArrayBuffer[] => {
  const buffers = new Set<ArrayBuffer>();
  collect(value, buffers);
  return [...buffers];
};

/** A worker's answer whose typed arrays change hands instead of being copied. */
export const moved = <T extends object>(value: T): T => {
  const buffers = buffersOf(value);
  if (buffers.length === 0) return value;
  return move({
    get [transferableSymbol]() {
      return buffers;
    },
    get [valueSymbol]() {
      return value;
    },
  }) as unknown as T;
};
