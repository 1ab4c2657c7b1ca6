import type { z } from "zod";
import { benjaminiHochberg } from "@/lib/statistics/benjamini-hochberg";
import {
  addCluster,
  clusteredDifference,
  clusteredRate,
  clusteredRatio,
  newClusteredSums,
} from "@/lib/statistics/clustered";
import { meanRatio } from "@/lib/statistics/mean-ratio";
import { newcombe } from "@/lib/statistics/newcombe";
import { neededPerGroup, neededPerGroupOfMeans } from "@/lib/statistics/power";
import { rateRatio } from "@/lib/statistics/rate-ratio";
import { testProportions } from "@/lib/statistics/two-proportions";
import { meanOf, welch } from "@/lib/statistics/welch";
import { proportion } from "@/lib/statistics/wilson";
import type { compareQuestion } from "../compare/definition";
import { reportedOf, requiredOf, sessionMayGoOn } from "./reference-funnel";
import { sumMoney } from "./reference-matching";
import { convertedOf } from "./reference-money";
import {
  type CountedUnit,
  conversionsOf,
  firstText,
  type Range,
  rangeOf,
  type Scene,
  sceneOf,
} from "./reference-units";
import type { World } from "./world";

type Question = z.output<typeof compareQuestion>;

/** A unit that was measured; `amount` is null while it may still go on. */
type Measured = { unit: CountedUnit; amount: number | null; segments: readonly boolean[] };

const idOf = ({ visitor, events: [first] }: CountedUnit): string => `${visitor.id} ${first?.seq}`;
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** The amounts of units without those that may still go on. */
const amountsOf = (units: readonly Measured[]): number[] => units.flatMap(({ amount }) => amount ?? []);

const sampleOf = (units: readonly Measured[]) => {
  const amounts = amountsOf(units);
  return { n: amounts.length, sum: sum(amounts), sumOfSquares: sum(amounts.map((amount) => amount ** 2)) };
};

const visitorsOf = (units: readonly Measured[]): string[] => [
  ...new Set(units.filter(({ amount }) => amount !== null).map(({ unit }) => unit.visitor.id)),
];

const clustersOf = (a: readonly Measured[], b: readonly Measured[]) => {
  const sums = newClusteredSums();
  for (const id of visitorsOf([...a, ...b])) {
    const [own, other] = [a, b].map((units) => amountsOf(units.filter(({ unit }) => unit.visitor.id === id)));
    addCluster(sums, sum(own ?? []), own?.length ?? 0, sum(other ?? []), other?.length ?? 0);
  }
  return sums;
};

const haveSeveral = (units: readonly Measured[]): boolean =>
  visitorsOf(units).length < amountsOf(units).length;

const rateOf = (units: readonly Measured[], isMean: boolean) => {
  const amounts = amountsOf(units);
  const [part, whole] = [sum(amounts), amounts.length];
  if (isMean) {
    const { low, high } = meanOf(sampleOf(units)) ?? { low: null, high: null };
    return { part, whole, rate: whole === 0 ? null : part / whole, low, high };
  }
  if (!haveSeveral(units)) return proportion(part, whole);
  const { low, high } = clusteredRate(clustersOf(units, []), "a") ?? { low: null, high: null };
  return { ...proportion(part, whole), low, high };
};

const nothing = { difference: null, ratio: null, pValue: null, neededPerGroup: null };

const judge = (a: readonly Measured[], b: readonly Measured[], isMean: boolean) => {
  const [first, second] = [sampleOf(a), sampleOf(b)];
  const rates: [number, number] = [first.sum / first.n, second.sum / second.n];
  if (isMean) {
    const tested = welch(second, first);
    if (!tested) return nothing;
    const { estimate, low, high, pValue } = tested;
    return {
      difference: { estimate, low, high },
      ratio: meanRatio(second, first),
      pValue,
      neededPerGroup: neededPerGroupOfMeans(first, second),
    };
  }
  if (!haveSeveral([...a, ...b])) {
    const cells = [second.sum, second.n, first.sum, first.n] as const;
    const isEmpty = first.n === 0 || second.n === 0;
    return {
      difference: newcombe(...cells),
      ratio: rateRatio(...cells),
      pValue: testProportions(...cells)?.pValue ?? null,
      neededPerGroup: isEmpty ? null : neededPerGroup(...rates),
    };
  }
  const sums = clustersOf(b, a);
  const tested = clusteredDifference(sums);
  if (!tested) return nothing;
  const { estimate, low, high, pValue } = tested;
  const independent = sum([first, second].map(({ n, sum }) => ((sum / n) * (1 - sum / n)) / n));
  const needed = neededPerGroup(...rates);
  const error = (high - low) / (2 * 1.959963984540054);
  return {
    difference: { estimate, low, high },
    ratio: clusteredRatio(sums),
    pValue,
    neededPerGroup:
      needed === null || independent === 0 ? null : Math.ceil(needed * (error ** 2 / independent)),
  };
};

const pairsOf = (question: Question, all: readonly Measured[], isMean: boolean) => {
  const closed = all.filter(({ amount }) => amount !== null);
  const judged = question.segments.flatMap((_, a) =>
    question.segments.flatMap((_, b) => {
      if (b <= a) return [];
      const onlyA = closed.filter(({ segments }) => segments[a] && !segments[b]);
      const onlyB = closed.filter(({ segments }) => segments[b] && !segments[a]);
      const shared = closed.filter(({ segments }) => segments[a] && segments[b]).length;
      const sideOf = (units: readonly Measured[]) => ({ part: sum(amountsOf(units)), whole: units.length });
      const independent = (units: readonly Measured[]) =>
        !isMean && haveSeveral([...onlyA, ...onlyB]) ? visitorsOf(units).length : units.length;
      const pair = {
        a,
        b,
        shared,
        sides: { a: sideOf(onlyA), b: sideOf(onlyB) },
        ...judge(onlyA, onlyB, isMean),
      };
      return [{ pair, onlyA, onlyB, tooFew: independent(onlyA) < 30 || independent(onlyB) < 30 }];
    }),
  );
  const adjusted = benjaminiHochberg(judged.map(({ pair }) => pair.pValue));
  return judged.map(({ pair, tooFew, onlyA, onlyB }, place) => {
    const adjustedPValue = adjusted[place] ?? null;
    const isClear = pair.difference && adjustedPValue !== null && adjustedPValue < 0.05;
    const isInside = pair.shared > 0 && (onlyA.length === 0 || onlyB.length === 0);
    const way = (pair.difference?.estimate ?? 0) > 0 ? "higher" : "lower";
    const verdict = isInside ? "sameUnits" : tooFew ? "tooFew" : isClear ? way : "cannotTell";
    return { shown: { ...pair, adjustedPValue, verdict }, onlyA, onlyB };
  });
};

const isNewIn = ({ visitor: { events } }: CountedUnit, { from, to }: Range): boolean => {
  const [first] = events;
  return first !== undefined && from <= first.at && first.at < to;
};

const stratumOf = (unit: CountedUnit, by: string, range: Range): string | null => {
  if (by === "visitor.isNew") return String(isNewIn(unit, range));
  if (by === "session.isFirst") return String(unit.visitor.sessions[0] === unit.session);
  return firstText(unit.events, by);
};

const each: Record<string, string> = {
  "visitor.isNew": "of new and returning visitors",
  "session.isFirst": "of first and later sessions",
};

const reversals = (
  question: Question,
  all: readonly Measured[],
  range: Range,
  isMean: boolean,
  pairs: ReturnType<typeof pairsOf>,
) => {
  const closed = all.filter(({ amount }) => amount !== null);
  const dimensions = ["device", "channel", question.unit === "session" ? "session.isFirst" : "visitor.isNew"];
  return pairs.flatMap(({ shown: { a, b }, onlyA, onlyB }) =>
    dimensions.flatMap((by) => {
      const textOf = ({ unit }: Measured) => stratumOf(unit, by, range);
      const meanOfUnits = (units: readonly Measured[]) => sum(amountsOf(units)) / units.length;
      const way = (one: readonly Measured[], other: readonly Measured[]) =>
        Math.sign(sum(amountsOf(other)) * one.length - sum(amountsOf(one)) * other.length);
      const size = (text: string | null) => closed.filter((one) => textOf(one) === text).length;
      const texts = [...new Set(closed.map(textOf))].sort((x, y) => {
        if (size(x) !== size(y)) return size(y) - size(x);
        if (x === null || y === null) return x === null ? 1 : -1;
        return x < y ? -1 : 1;
      });
      const strata = texts
        .map((value) => ({
          value,
          a: onlyA.filter((one) => textOf(one) === value),
          b: onlyB.filter((one) => textOf(one) === value),
        }))
        .filter((one) => one.a.length > 0 && one.b.length > 0);
      const overall = way(onlyA, onlyB);
      if (strata.length < 2 || overall === 0 || strata.some((one) => way(one.a, one.b) !== -overall))
        return [];
      const names = question.segments.map(({ name }) => name);
      const [higher, lower] = meanOfUnits(onlyA) > meanOfUnits(onlyB) ? [a, b] : [b, a];
      const rate = (units: readonly Measured[]) =>
        isMean ? rateOf(units, true) : proportion(sum(amountsOf(units)), units.length);
      return [
        {
          code: "simpson",
          message: `Overall ${names[higher]} is above ${names[lower]}, but within each ${each[by] ?? by} it is the other way round: the two differ in whom they consist of. Compare them there.`,
          reversal: {
            a,
            b,
            by,
            strata: strata.map((one) => ({ value: one.value, a: rate(one.a), b: rate(one.b) })),
          },
        },
      ];
    }),
  );
};

/** Says what a unit comes to, and what of it could not be converted. */
const measurer = (question: Question, scene: Scene, world: World) => {
  const { metric } = question;
  if ("funnel" in metric) {
    const range = rangeOf(question, world);
    const { gap, ...funnel } = { gap: world.project.sessionGapMs, ...question, ...metric.funnel };
    if (!("steps" in funnel)) throw new Error("Worlds have no saved funnels.");
    const asked = { ...funnel, previous: false, distribution: false };
    return (unit: CountedUnit) => {
      const [reported] = reportedOf(unit, asked, scene, range, world);
      if (!reported) return null;
      const isOver =
        range.asOf > reported.entry.at + funnel.windowMs ||
        (question.unit === "session" && !sessionMayGoOn(unit, range.asOf, gap));
      const isComplete = reported.reached === requiredOf(asked).length;
      return { amount: isOver ? Number(isComplete) : null, missing: [] };
    };
  }
  if ("goal" in metric) {
    const goal = world.goals.find(({ key }) => key === metric.goal);
    const conversions = goal ? conversionsOf(goal, scene) : new Map();
    return (unit: CountedUnit) => ({
      amount: unit.events.some((event) => conversions.has(event)) ? 1 : 0,
      missing: [],
    });
  }
  const ofGoals = world.goals
    .filter(({ tier, value }) => tier === "macro" && !("none" in value))
    .map((goal) => conversionsOf(goal, scene));
  return (unit: CountedUnit) => {
    const earned = unit.events.flatMap((event) => {
      const money = ofGoals.map((conversions) => conversions.get(event) ?? null).find((one) => one);
      return money ? [{ money, minor: convertedOf(money, event.at, world) }] : [];
    });
    return {
      amount: sum(earned.map(({ minor }) => minor ?? 0)),
      missing: earned.filter(({ minor }) => minor === null).map(({ money }) => money),
    };
  };
};

type FunnelMetric = Extract<Question["metric"], { funnel: unknown }>["funnel"];
const segmentOf = (funnel: FunnelMetric) => ("segment" in funnel ? funnel.segment : undefined);

export const referenceCompare = (question: Question, world: World) => {
  const range = rangeOf(question, world);
  const own = [question.segment, "funnel" in question.metric && segmentOf(question.metric.funnel)];
  const kept = own.flatMap((segment) => segment || []);
  const scene = sceneOf(world, { ...question, segment: kept.length > 0 ? { and: kept } : undefined }, range);
  const { currency } = world.project;
  const isMean = "revenuePerVisitor" in question.metric;
  const members = question.segments.map(
    ({ filter }) => new Set(sceneOf(world, { ...question, segment: filter }, range).units.map(idOf)),
  );
  const measure = measurer(question, scene, world);
  const measured = scene.units
    .filter((unit) => unit.whole)
    .flatMap((unit) => {
      const found = measure(unit);
      return found ? [{ unit, segments: members.map((ids) => ids.has(idOf(unit))), ...found }] : [];
    })
    .filter(({ segments }) => segments.includes(true));
  const pairs = pairsOf(question, measured, isMean);
  const missing = sumMoney(measured.flatMap((one) => one.missing));
  const warnings = [
    ...reversals(question, measured, range, isMean, pairs),
    ...(missing.length > 0
      ? [
          {
            code: "not_converted",
            message: `Revenue in ${missing.map((money) => money.currency).join(", ")} without a rate of its day into ${currency} is left out here.`,
            amounts: missing,
          },
        ]
      : []),
  ];
  return {
    unit: question.unit,
    segments: question.segments.map(({ name }, s) => ({
      name,
      ...rateOf(
        measured.filter(({ segments }) => segments[s]),
        isMean,
      ),
      ...(isMean ? { currency } : {}),
      ...("funnel" in question.metric
        ? { open: measured.filter(({ segments, amount }) => segments[s] && amount === null).length }
        : {}),
    })),
    pairs: pairs.map(({ shown }) => shown),
    ...(warnings.length > 0 ? { warnings } : {}),
  };
};
