import fc from "fast-check";
import type { AskedOf } from "./answers";
import { common, windows } from "./arbitrary-questions";
import { goalKeys, some } from "./arbitrary-rules";
import type { World } from "./world";

const keys = fc.shuffledSubarray<string>([...goalKeys]);
const longest = 40 * 86_400_000;

export const matrices = (world: World): fc.Arbitrary<AskedOf<"matrix">> =>
  fc
    .record({
      shared: common(world),
      macros: some(keys, 5),
      micros: some(keys, 5),
      windowMs: fc.constantFrom(...windows, longest),
    })
    .map(({ shared, macros, micros, windowMs }) => ({
      report: "matrix",
      question: {
        ...shared,
        unit: "visitor",
        windowMs,
        macros,
        micros: micros?.filter((key) => !macros?.includes(key)),
      },
    }));
