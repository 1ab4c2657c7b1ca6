import { fieldMark, fieldSections, headerBytes, valueKinds } from "./column-format";
import { bitsFor, largestOf, pack, stepsOf } from "./packed-numbers";

// Hot path: whole columns at a time, nothing per row but typed arrays.

/** A JSON object or array, as its text. */
export class JsonText {
  constructor(readonly text: string) {}
}

type FieldRows = {
  order: Int32Array;
  /** By row of the builder: 0 where it has none, else 1 + the place of its value. */
  codes: Uint32Array;
  values: readonly unknown[];
  /** Zeros, one more than there are values; left as zeros. */
  scratch: Uint32Array;
};

type Values = {
  kind: number;
  /** Themselves, or how long the text of each is. */
  section: Float64Array | Uint32Array;
  texts: readonly Uint8Array[];
  textBytes: number;
};

const textsAtOnce = 4096;

/** UTF-8 of texts and the length of each; `undefined` if one has half a surrogate pair, which UTF-8 cannot say. */
const encodeTexts = (texts: readonly string[]): Omit<Values, "kind"> | undefined => {
  const section = new Uint32Array(texts.length);
  const chunks: Uint8Array[] = [];
  let textBytes = 0;
  for (let first = 0; first < texts.length; first += textsAtOnce) {
    const some = texts.slice(first, first + textsAtOnce);
    const joined = some.join("");
    const chunk = Buffer.from(joined, "utf8");
    const isAscii = chunk.length === joined.length;
    for (let i = 0; i < some.length; i++) {
      const text = some[i] ?? "";
      if (!isAscii && !text.isWellFormed()) return undefined;
      section[first + i] = isAscii ? text.length : Buffer.byteLength(text, "utf8");
    }
    chunks.push(chunk);
    textBytes += chunk.length;
  }
  return { section, texts: chunks, textBytes };
};

const encodeValues = (values: readonly unknown[]): Values => {
  if (values.every((value) => typeof value === "number"))
    return { kind: valueKinds.number, section: Float64Array.from(values), texts: [], textBytes: 0 };
  const texts = values.every((value) => typeof value === "string") ? encodeTexts(values) : undefined;
  if (texts) return { kind: valueKinds.text, ...texts };
  const json = encodeTexts(
    values.map((value) => (value instanceof JsonText ? value.text : JSON.stringify(value))),
  );
  if (!json) throw new Error("A JSON text has half a surrogate pair.");
  return { kind: valueKinds.json, ...json };
};

/** One field of the rows of a run as bytes; `undefined` when none of them has it. */
export const encodeColumn = ({ order, codes, values, scratch }: FieldRows): Uint8Array | undefined => {
  const rows = order.length;
  const own = new Uint32Array(rows);
  const used = new Uint32Array(Math.min(rows, values.length));
  let size = 0;
  let present = 0;
  for (let i = 0; i < rows; i++) {
    const code = codes[order[i] ?? 0] ?? 0;
    if (code === 0) continue;
    let ownCode = scratch[code] ?? 0;
    if (ownCode === 0) {
      used[size] = code;
      ownCode = ++size;
      scratch[code] = ownCode;
    }
    own[i] = ownCode;
    present++;
  }
  for (let i = 0; i < size; i++) scratch[used[i] ?? 0] = 0;
  if (present === 0) return undefined;

  const sparse = 4 * present < rows;
  const goUnsaid = (size === present || size === 1) && (sparse || present === rows);
  const codeBits = goUnsaid ? 0 : bitsFor(size);
  const places = new Uint32Array(sparse ? present : 0);
  if (sparse)
    for (let i = 0, place = 0; i < rows; i++) {
      const code = own[i] ?? 0;
      if (code === 0) continue;
      own[place] = code;
      places[place++] = i;
    }
  const steps = stepsOf(places, 0);
  const placeBits = sparse ? Math.max(1, bitsFor(largestOf(steps))) : 0;
  const distinct = new Array<unknown>(size);
  for (let i = 0; i < size; i++) distinct[i] = values[(used[i] ?? 0) - 1];
  const { kind, section, texts, textBytes } = encodeValues(distinct);
  const lengthBits = section instanceof Uint32Array ? bitsFor(largestOf(section)) : 0;

  const [placesAt = 0, codesAt = 0, valuesAt = 0, textAt = 0, end = 0] = fieldSections({
    rows,
    present,
    size,
    kind,
    codeBits,
    placeBits,
    lengthBits,
    textBytes,
  });
  const bytes = new Uint8Array(end);
  const header = [fieldMark, rows, present, size, kind, codeBits, placeBits | (lengthBits << 8), textBytes];
  new Uint32Array(bytes.buffer, 0, headerBytes / 4).set(header);
  pack(steps, placeBits, bytes, placesAt);
  pack(sparse ? own.subarray(0, present) : own, codeBits, bytes, codesAt);
  if (section instanceof Uint32Array) pack(section, lengthBits, bytes, valuesAt);
  else new Float64Array(bytes.buffer, valuesAt, size).set(section);
  let at = textAt;
  for (const text of texts) {
    bytes.set(text, at);
    at += text.length;
  }
  return bytes;
};
