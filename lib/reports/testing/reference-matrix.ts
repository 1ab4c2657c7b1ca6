import type { Goal } from "@/lib/goals/definition";
import {
  type ClusteredSums,
  clusteredDifference,
  clusteredRate,
  clusteredRatio,
} from "@/lib/statistics/clustered";
import { mantelHaenszel } from "@/lib/statistics/mantel-haenszel";
import { productInterval } from "@/lib/statistics/product-interval";
import { quantiles } from "@/lib/statistics/quantile";
import { meanAndError, meanOf } from "@/lib/statistics/welch";
import { proportion, wilson } from "@/lib/statistics/wilson";
import type { Question } from "../matrix/definition";
import { netOf } from "./reference-adjustments";
import { channelOfEvent, inOrder, type Seen, type Session, type Visitor } from "./reference-journeys";
import { type Judged, matches, sumMoney, worthOf } from "./reference-matching";
import { convertedOf } from "./reference-money";
import { type CountedUnit, firstText, type Range, rangeOf, sceneOf } from "./reference-units";
import { referenceVerdicts } from "./reference-verdicts";
import type { World } from "./world";

/** Something after which a macro may come: an index event, or the end of a session in its stratum. */
type Trial = { at: Seen; aim: Seen | undefined; open: boolean };
type Landmark = Trial & { stratum: string; exposed: boolean };
type Story = {
  reached: Trial | undefined;
  without: Trial[];
  landmarks: Landmark[];
  /** Whether the micro came before the visitor's first macro, if there is one in the range. */
  preceded: boolean | undefined;
};

const isLater = (one: Seen, other: Seen): boolean => one !== other && inOrder(other, one) < 0;

/** Everything about one visitor, one micro (`isStep`) and one macro (`isAim`). */
const storyOf = (
  { visitor, events }: CountedUnit,
  is: { step: (event: Seen) => boolean; aim: (event: Seen) => boolean },
  { from, to, asOf }: Range,
  windowMs: number,
): Story => {
  const trial = (at: Seen): Trial => ({
    at,
    aim: visitor.events.find((event) => is.aim(event) && isLater(event, at) && event.at <= at.at + windowMs),
    open: at.at + windowMs > asOf,
  });
  const firstStep = events.find(is.step);
  const firstAim = events.find(is.aim);
  const onward = visitor.events.filter((event) => event.at >= from);
  const lacks = (what: (event: Seen) => boolean, until: Seen): boolean =>
    !onward.some((event) => what(event) && !isLater(event, until));
  const either = (event: Seen): boolean => is.step(event) || is.aim(event);
  const sessions = visitor.sessions.filter(
    ({ events: [first] }) => first && from <= first.at && first.at < to,
  );
  return {
    reached: firstStep && !(firstAim && isLater(firstStep, firstAim)) ? trial(firstStep) : undefined,
    without: sessions.flatMap((session) => {
      const others = session.events.filter((event) => !event.passive && !either(event));
      const middle = others[Math.ceil(others.length / 2) - 1];
      const [start] = session.events;
      return middle && start && lacks(either, start) && lacks(either, middle) ? [trial(middle)] : [];
    }),
    landmarks: sessions.flatMap((session) => {
      const end = session.events.filter((event) => !event.passive).at(-1);
      if (!end || !lacks(is.aim, end) || session.events.some(is.aim)) return [];
      const step = onward.find(is.step);
      const exposed = step?.session === session;
      if (!exposed && !lacks(is.step, end)) return [];
      return [{ ...trial(end), exposed, stratum: stratumOf(visitor, session) }];
    }),
    preceded: firstAim && (firstStep ? isLater(firstAim, firstStep) : false),
  };
};

const stratumOf = ({ events }: Visitor, session: Session): string => {
  const [first] = session.events;
  const channel = (first && channelOfEvent(first)) ?? null;
  const device = firstText(session.events, "device");
  return JSON.stringify([channel, device, events[0]?.session === session]);
};

/** Clusters as they are defined, one visitor after the other. */
const sumsOf = (stories: readonly Story[]): ClusteredSums => {
  const closed = (trials: readonly (Trial | undefined)[]) =>
    trials.filter((trial) => trial !== undefined && !trial.open);
  const visitors = stories
    .map(({ reached, without }) => {
      const [a, b] = [closed([reached]), closed(without)];
      const parts = (trials: typeof a) => trials.filter((trial) => trial?.aim).length;
      return { aPart: parts(a), aWhole: a.length, bPart: parts(b), bWhole: b.length };
    })
    .filter(({ aWhole, bWhole }) => aWhole + bWhole > 0);
  const sum = (count: (visitor: (typeof visitors)[number]) => number) =>
    visitors.reduce((total, visitor) => total + count(visitor), 0);
  return {
    clusters: visitors.length,
    aPart: sum((one) => one.aPart),
    aWhole: sum((one) => one.aWhole),
    bPart: sum((one) => one.bPart),
    bWhole: sum((one) => one.bWhole),
    aPart2: sum((one) => one.aPart ** 2),
    aPartWhole: sum((one) => one.aPart * one.aWhole),
    aWhole2: sum((one) => one.aWhole ** 2),
    bPart2: sum((one) => one.bPart ** 2),
    bPartWhole: sum((one) => one.bPart * one.bWhole),
    bWhole2: sum((one) => one.bWhole ** 2),
    aPartbPart: sum((one) => one.aPart * one.bPart),
    aPartbWhole: sum((one) => one.aPart * one.bWhole),
    aWholebPart: sum((one) => one.aWhole * one.bPart),
    aWholebWhole: sum((one) => one.aWhole * one.bWhole),
  };
};

const adjustedOf = (stories: readonly Story[]) => {
  const landmarks = stories.flatMap((story) => story.landmarks.filter(({ open }) => !open));
  const names = [...new Set(landmarks.map(({ stratum }) => stratum))].sort();
  const strata = names.map((name) => {
    const count = (exposed: boolean, onlyWithAim: boolean) =>
      landmarks.filter((one) => one.stratum === name && one.exposed === exposed && (one.aim || !onlyWithAim))
        .length;
    return {
      aPart: count(true, true),
      aWhole: count(true, false),
      bPart: count(false, true),
      bWhole: count(false, false),
    };
  });
  const used = strata.filter(({ aWhole, bWhole }) => aWhole > 0 && bWhole > 0);
  const sum = (count: (stratum: (typeof strata)[number]) => number) =>
    used.reduce((total, stratum) => total + count(stratum), 0);
  const exposed = { part: sum(({ aPart }) => aPart), whole: sum(({ aWhole }) => aWhole) };
  const unexposed = { part: sum(({ bPart }) => bPart), whole: sum(({ bWhole }) => bWhole) };
  const found = exposed.part + unexposed.part > 0 ? mantelHaenszel(strata) : null;
  return {
    ratio: found?.ratio ?? null,
    low: found?.low ?? null,
    high: found?.high ?? null,
    pValue: found?.pValue ?? null,
    exposed,
    unexposed,
    strataUsed: used.length,
    strataSkipped: strata.length - used.length,
  };
};

const moneyOf = (
  goal: Goal,
  trials: readonly Trial[],
  closed: number,
  sums: ClusteredSums,
  judged: Judged,
) => {
  const { world } = judged;
  const { currency } = world.project;
  const amounts = trials.flatMap(({ aim }) => {
    const money = aim ? netOf(aim, goal, worthOf(aim, goal.value, currency), judged) : null;
    return aim && money ? [{ money, minor: convertedOf(money, aim.at, world) }] : [];
  });
  const revenue = sumMoney(amounts.map(({ money }) => money));
  const unknown = amounts.filter(({ minor }) => minor === null).map(({ money }) => money.currency);
  const listed = { revenue, notConverted: [...new Set(unknown)].sort() };
  if ("none" in goal.value || (unknown.length > 0 && unknown.length === amounts.length))
    return { ...listed, earned: null, earnedOverBaseline: null };
  const sum = amounts.reduce((total, { minor }) => total + (minor ?? 0), 0);
  const sumOfSquares = amounts.reduce((total, { minor }) => total + (minor ?? 0) ** 2, 0);
  const earned = meanOf({ n: closed, sum, sumOfSquares });
  const value = meanAndError({ n: trials.length, sum, sumOfSquares });
  const difference = clusteredDifference(sums);
  const over =
    difference &&
    value &&
    productInterval(
      {
        estimate: difference.estimate,
        variance: ((difference.high - difference.low) / (2 * 1.959963984540054)) ** 2,
      },
      { estimate: value.mean, variance: value.squaredError },
    );
  return {
    ...listed,
    earned: earned && { currency, minor: earned.mean, low: earned.low, high: earned.high },
    earnedOverBaseline: over && { currency, minor: over.estimate, low: over.low, high: over.high },
  };
};

const cellOf = (micro: Goal, macro: Goal, stories: readonly Story[], judged: Judged) => {
  const reached = stories.flatMap((story) => story.reached ?? []);
  const closed = reached.filter(({ open }) => !open);
  const converted = closed.filter(({ aim }) => aim);
  const without = stories.flatMap((story) => story.without);
  const sums = sumsOf(stories);
  const rate = proportion(converted.length, closed.length);
  const moments = without.filter(({ open }) => !open);
  const withAim = moments.filter(({ aim }) => aim).length;
  const momentsInterval =
    moments.length === 0
      ? { rate: null, low: null, high: null }
      : (clusteredRate(sums, "b") ?? {
          rate: withAim / moments.length,
          ...wilson(withAim / moments.length, 1),
        });
  const aims = stories.filter(({ preceded }) => preceded !== undefined);
  const shareOf = proportion(aims.filter(({ preceded }) => preceded).length, aims.length);
  const seconds = converted.map(({ at, aim }) => ((aim?.at ?? Number.NaN) - at.at) / 1000);
  const [p25 = 0, median, p75 = 0, p90 = 0] =
    quantiles(Float64Array.from(seconds), [0.25, 0.5, 0.75, 0.9]) ?? [];
  return {
    micro: micro.key,
    macro: macro.key,
    reached: reached.length,
    converted: converted.length,
    open: reached.length - closed.length,
    rate,
    without: { part: withAim, whole: moments.length, ...momentsInterval },
    withoutOpen: without.length - moments.length,
    lift: clusteredRatio(sums),
    difference: clusteredDifference(sums),
    share: shareOf.rate,
    shareOf,
    medianSeconds: median ?? null,
    seconds: median === undefined ? null : { p25, p75, p90 },
    ...moneyOf(macro, converted, closed.length, sums, judged),
    adjusted: adjustedOf(stories),
  };
};

const goalsOf = ({ micros, macros }: Question, { goals }: World) => {
  const named = (keys: readonly string[]) => keys.flatMap((key) => goals.filter((goal) => goal.key === key));
  const others = (tier: string, taken: readonly string[]) =>
    goals.filter((goal) => goal.tier === tier && !taken.includes(goal.key));
  return {
    micros: micros ? named(micros) : others("micro", macros ?? []),
    macros: macros ? named(macros) : others("macro", micros ?? []),
  };
};

export const referenceMatrix = (question: Question, world: World) => {
  const range = rangeOf(question, world);
  const scene = sceneOf(world, question, range);
  const { micros, macros } = goalsOf(question, world);
  const units = scene.units.filter(({ whole }) => whole);
  const cells = macros.flatMap((macro) =>
    micros.map((micro) => {
      const is = {
        step: (event: Seen) => matches(event, { goal: micro.key }, scene.judged),
        aim: (event: Seen) => matches(event, { goal: macro.key }, scene.judged),
      };
      const stories = units.map((unit) => storyOf(unit, is, range, question.windowMs));
      return cellOf(micro, macro, stories, scene.judged);
    }),
  );
  const verdicts = referenceVerdicts(cells.map(({ adjusted }) => adjusted));
  const missing = [...new Set(cells.flatMap(({ notConverted }) => notConverted))].sort();
  const words = ({ key, name, tier, stage }: Goal) => ({ key, name, tier, stage });
  const message = `There is no rate for some amounts in ${missing.join(", ")}: they are listed, and left out of what a visitor earns.`;
  return {
    unit: "visitor",
    micros: micros.map(words),
    macros: macros.map(words),
    cells: cells.map((cell, place) => ({ ...cell, ...verdicts[place] })),
    warnings: missing.length > 0 ? [{ code: "not_converted", message }] : undefined,
  };
};
