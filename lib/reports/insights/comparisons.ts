import { designEffect } from "@/lib/statistics/clustered";
import type { Stratum } from "@/lib/statistics/mantel-haenszel";
import { type CellTotals, clusteredOf, onwardShare } from "./cell-counts";
import { strataFields } from "./fields";
import type { InsightsCounts } from "./join-counts";
import { type Exposure, landmarkOf, metrics, most, type StepField, stepFields } from "./question-list";

/** The exposed (a) and the others (b): in all, and among visits that are alike in what is not compared itself. */
export type Comparison = {
  exposure: Exposure;
  all: Stratum;
  strata: Stratum[];
  /** How many times as large variances are as if all visits were of different visitors. */
  inflation: number;
  /** Of the visits with the outcome those that went on to the macro. */
  onward: number | null;
};

const valuesOf = (label: string): (string | null)[] => {
  const values: unknown[] = JSON.parse(label);
  return values.map((value) => (value === null ? null : String(value)));
};

/** Strata with one field left out: those that differ in nothing else are one. */
const without = (field: string, labels: readonly string[]): string[] => {
  const place = (strataFields as readonly string[]).indexOf(field);
  return labels.map((label) => JSON.stringify(valuesOf(label).filter((_, at) => at !== place)));
};

const strataOf = (landmark: CellTotals, exposure: CellTotals, names: readonly string[]): Stratum[] => {
  const strata = new Map<string, Stratum>();
  for (const [place, name] of names.entries()) {
    const whole = landmark.whole[place] ?? 0;
    if (whole === 0) continue;
    const stratum = strata.get(name) ?? { aPart: 0, aWhole: 0, bPart: 0, bWhole: 0 };
    strata.set(name, stratum);
    const aPart = exposure.part[place] ?? 0;
    const aWhole = exposure.whole[place] ?? 0;
    stratum.aPart += aPart;
    stratum.aWhole += aWhole;
    stratum.bPart += (landmark.part[place] ?? 0) - aPart;
    stratum.bWhole += whole - aWhole;
  }
  return [...strata.values()];
};

const sumOf = (counts: Float64Array): number => counts.reduce((sum, count) => sum + count, 0);

const tableOf = (landmark: CellTotals, exposure: CellTotals): Stratum => {
  const [aPart, aWhole] = [sumOf(exposure.part), sumOf(exposure.whole)];
  return { aPart, aWhole, bPart: sumOf(landmark.part) - aPart, bWhole: sumOf(landmark.whole) - aWhole };
};

/** Of each field at each step the values with most visits. Of new and returning, one is the other's contrary. */
const keptValues = ({ exposures }: InsightsCounts): Set<Exposure> => {
  const groups = new Map<string, { exposure: Exposure; visits: number }[]>();
  for (const { exposure, totals } of exposures) {
    if (exposure.kind !== "value") continue;
    if (exposure.by === "session.isFirst" && exposure.value !== "true") continue;
    const key = `${exposure.step} ${exposure.by}`;
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push({ exposure, visits: sumOf(totals.whole) });
  }
  return new Set(
    [...groups.values()].flatMap((group) =>
      group
        .sort((a, b) => b.visits - a.visits)
        .slice(0, most.values)
        .map(({ exposure }) => exposure),
    ),
  );
};

/** Of each metric the groups of pages with the largest share of slow visits. */
const keptGroups = ({ exposures, landmarks }: InsightsCounts): Set<Exposure> =>
  new Set(
    metrics.flatMap(({ name }) => {
      const groups = exposures
        .flatMap(({ exposure, totals }) => {
          if (exposure.kind !== "slow" || exposure.metric !== name || exposure.pages === null) return [];
          const all = landmarks.get(landmarkOf(exposure));
          return all ? [{ exposure, share: sumOf(totals.whole) / sumOf(all.whole) }] : [];
        })
        .sort((a, b) => b.share - a.share);
      // A single one is all pages.
      return groups.length < 2 ? [] : groups.slice(0, most.pageGroups).map(({ exposure }) => exposure);
    }),
  );

/** Whether this is asked, of all that was counted. */
const keeperOf = (counts: InsightsCounts): ((exposure: Exposure) => boolean) => {
  const values = keptValues(counts);
  const groups = keptGroups(counts);
  return (exposure) => {
    if (exposure.kind === "value") return values.has(exposure);
    return exposure.kind !== "slow" || exposure.pages === null || groups.has(exposure);
  };
};

/** The first page on one device: what the strata of that device say. Visitors mostly have one. */
const onDevices = (
  exposure: Extract<Exposure, { kind: "slow" }>,
  landmark: CellTotals,
  totals: CellTotals,
  { strata }: InsightsCounts,
): Comparison[] => {
  const devices = strata.map((label) => valuesOf(label)[strataFields.indexOf("device")] ?? null);
  const known = [...new Set(devices.flatMap((device) => device ?? []))];
  if (known.length < 2) return [];
  const only = (device: string, { part, whole, moments }: CellTotals): CellTotals => ({
    part: part.map((count, place) => (devices[place] === device ? count : 0)),
    whole: whole.map((count, place) => (devices[place] === device ? count : 0)),
    moments,
  });
  // As much as of all devices: few visitors have several.
  const inflation = designEffect(clusteredOf(landmark, totals));
  return known.map((device) => {
    const [all, exposed] = [only(device, landmark), only(device, totals)];
    return {
      exposure: { ...exposure, device },
      all: tableOf(all, exposed),
      strata: strataOf(all, exposed, strata),
      inflation,
      onward: 1,
    };
  });
};

/** Everything that is asked, with what was counted for it. */
export const comparisonsOf = (counts: InsightsCounts): Comparison[] => {
  const isKept = keeperOf(counts);
  const names = new Map(
    stepFields.map((field): [StepField, string[]] => [field, without(field, counts.strata)]),
  );
  return counts.exposures.flatMap(({ exposure, totals }) => {
    const landmark = counts.landmarks.get(landmarkOf(exposure));
    if (!landmark || !isKept(exposure)) return [];
    const labels = exposure.kind === "value" ? (names.get(exposure.by) ?? counts.strata) : counts.strata;
    const comparison: Comparison = {
      exposure,
      all: tableOf(landmark, totals),
      strata: strataOf(landmark, totals, labels),
      inflation: designEffect(clusteredOf(landmark, totals)),
      onward: onwardShare(landmark),
    };
    return exposure.kind === "slow" && exposure.pages === null
      ? [comparison, ...onDevices(exposure, landmark, totals, counts)]
      : [comparison];
  });
};
