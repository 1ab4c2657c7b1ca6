import { reverses } from "@/lib/statistics/simpson";
import type { CompareWarning, Reversal } from "./definition";
import { type Group, groupOf } from "./group";
import { meanRate, rateOfGroup } from "./judge-pair";
import type { MetricKind } from "./metric";
import { pairsOf } from "./pairs";
import { joinPatternSums, type PatternSums, type Strata } from "./tally";

/** What is the other way round "within each" of them. */
const words: Record<Reversal["by"], string> = {
  device: "device",
  channel: "channel",
  "visitor.isNew": "of new and returning visitors",
  "session.isFirst": "of first and later sessions",
};

/** The strata of one dimension from all parts: the largest first, ties by name, units without a value last. */
const joinStrata = (parts: readonly Strata[], patterns: number): [string | null, PatternSums][] => {
  const texts = new Set(parts.flatMap((part) => [...part.keys()]));
  const size = ({ whole }: PatternSums): number => whole.reduce((sum, units) => sum + units, 0);
  const joined = [...texts].map((text): [string | null, PatternSums] => [
    text,
    joinPatternSums(
      parts.flatMap((part) => part.get(text) ?? []),
      patterns,
    ),
  ]);
  return joined.sort(([a, x], [b, y]) => size(y) - size(x) || (a === null || (b !== null && a > b) ? 1 : -1));
};

const stratumOf = (a: Group, b: Group) => ({
  aPart: a.part,
  aWhole: a.whole,
  bPart: b.part,
  bWhole: b.whole,
});

const wordsOf = (by: Reversal["by"], higher: string, lower: string): string =>
  `Overall ${higher} is above ${lower}, but within each ${words[by]} it is the other way round: the two differ in whom they consist of. Compare them there.`;

/**
 * Pairs of segments that point one way overall and the other way within every device, channel, or kind of visitor.
 * `strata` are those of the parts, in the order of the dimensions.
 */
export const reversalsOf = (
  dimensions: readonly Reversal["by"][],
  strata: readonly (readonly Strata[])[],
  { names, kind, all }: { names: readonly string[]; kind: MetricKind; all: PatternSums },
): CompareWarning[] => {
  const joined = dimensions.map((by, d) => ({
    by,
    strata: joinStrata(
      strata.flatMap((part) => part[d] ?? []),
      all.whole.length,
    ),
  }));
  const rateOf = kind === "revenue" ? meanRate : rateOfGroup;
  return pairsOf(names.length).flatMap(({ a, b }) => {
    const whole = stratumOf(groupOf(all, a, b), groupOf(all, b, a));
    return joined.flatMap(({ by, strata }): CompareWarning[] => {
      const split = strata.map(([value, sums]) => ({
        value,
        a: groupOf(sums, a, b),
        b: groupOf(sums, b, a),
      }));
      const used = split.filter((one) => one.a.whole > 0 && one.b.whole > 0);
      if (
        !reverses(
          whole,
          used.map((one) => stratumOf(one.a, one.b)),
        )
      )
        return [];
      const [higher, lower] = whole.aPart * whole.bWhole > whole.bPart * whole.aWhole ? [a, b] : [b, a];
      return [
        {
          code: "simpson",
          message: wordsOf(by, names[higher] ?? "", names[lower] ?? ""),
          reversal: {
            a,
            b,
            by,
            strata: used.map((one) => ({ value: one.value, a: rateOf(one.a), b: rateOf(one.b) })),
          },
        },
      ];
    });
  });
};
