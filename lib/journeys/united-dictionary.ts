import type { Dictionary } from "@/lib/matching/column";
import { JoinedDictionary } from "./joined-dictionary";

/** One dictionary for several, and by dictionary what 0 and 1 + its codes become in it. */
export type United = { dictionary: Dictionary; codes: readonly Uint32Array[] };

/** The values of larger dictionaries are mostly distinct anyway: finding those that are not costs more than it saves. */
const mostUnited = 16_384;

const joinValues = (parts: readonly Dictionary[]): United => {
  const dictionary = new JoinedDictionary(parts);
  const codes = parts.map(({ size }, place) => {
    const base = dictionary.baseOf(place);
    const joined = new Uint32Array(size + 1);
    for (let code = 1; code <= size; code++) joined[code] = base + code;
    return joined;
  });
  return { dictionary, codes };
};

const uniteValues = (parts: readonly Dictionary[]): United => {
  const values: unknown[] = [];
  const codeOf = new Map<unknown, number>();
  const codes = parts.map(({ size, value }) => {
    const united = new Uint32Array(size + 1);
    for (let code = 0; code < size; code++) {
      const one = value(code);
      const known = codeOf.get(one) ?? values.push(one);
      codeOf.set(one, known);
      united[code + 1] = known;
    }
    return united;
  });
  return { dictionary: { size: values.length, value: (code) => values[code] }, codes };
};

/** Unites the dictionaries of one field. Where `isUnique` or there are few values, none comes twice but for JSON. */
export const uniteDictionaries = (parts: readonly Dictionary[], isUnique: boolean): United => {
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  return isUnique || size <= mostUnited ? uniteValues(parts) : joinValues(parts);
};
