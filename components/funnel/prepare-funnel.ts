import { type Change, differenceOf } from "@/components/charts/change";
import type { DataTable } from "@/components/charts/data-table";
import {
  cannotSay,
  divisionText,
  formatCount,
  formatDuration,
  formatInterval,
  formatPercent,
  formatRate,
  unitNoun,
} from "@/components/charts/format";
import {
  countCell,
  moneyCell,
  moneyText,
  rateCell,
  secondsCell,
  textCell,
} from "@/components/charts/table-cells";
import { formatMoney } from "@/lib/money/format-money";
import type { FunnelAnswer, FunnelStepNumbers } from "@/lib/reports/funnel/definition";

/** Text and, on demand, what it means. */
export type Explained = { text: string; note: string | null };

export type FunnelRow = {
  number: number;
  label: string;
  tier: "micro" | "macro" | null;
  /** May be skipped, so nobody drops out here. */
  isOptional: boolean;
  /** Shares of all who entered: these three make up who reached the step before. */
  bar: { reached: number; open: number; dropped: number };
  reached: string;
  /** What the number counts: "visitors entered", then "reached". */
  reachedWords: string;
  dropped: string | null;
  open: string | null;
  fromPrevious: Explained;
  fromEntry: Explained;
  /** What the rate from entry comes to once nobody is open any more; null where nobody is. */
  matured: Explained | null;
  median: Explained;
  revenue: Explained;
  leak: { text: string; note: string; isLargest: boolean } | null;
  /** Of those who entered in the previous period. */
  previous: { share: number; text: string } | null;
  change: Change | null;
};

export type FunnelPicture = {
  entered: number;
  unit: string;
  rows: FunnelRow[];
  hasOpen: boolean;
  /** Why there are two rates; null where there is one. */
  maturedSentence: string | null;
  /** The whole funnel in one sentence. */
  sentence: string;
  table: DataTable;
};

/** The answer as bars with their words. */
export const prepareFunnel = (answer: FunnelAnswer): FunnelPicture => {
  const noun = unitNoun(answer.unit);
  const largest = largestLeak(answer.steps);
  const last = answer.steps.findLast((step) => !step.optional);
  const hasOpen = answer.steps.some((step) => step.open > 0);
  return {
    entered: answer.entered,
    unit: noun,
    rows: answer.steps.map((step, i) => rowOf(answer, step, i, i === largest)),
    hasOpen,
    maturedSentence: answer.steps.some((step) => step.open > 0 && step.matured)
      ? `Some ${noun} entered so recently that they may still go on. The plain rate counts them as not there yet; the matured rate estimates what it comes to when their time is up, so that recent days do not drag it down.`
      : hasOpen
        ? `Some ${noun} may still go on. Nobody has been followed for the whole window yet, so what the rates will come to cannot be said.`
        : null,
    sentence: last
      ? `Of ${formatCount(answer.entered)} ${unitNoun(answer.unit, answer.entered)} who entered, ${formatCount(last.reached)} (${formatRate(last.fromEntry)}) reached ${last.label}.`
      : "",
    table: tableOf(answer, noun),
  };
};

const rowOf = (answer: FunnelAnswer, step: FunnelStepNumbers, i: number, isLargest: boolean): FunnelRow => {
  const noun = unitNoun(answer.unit);
  const share = (count: number) => (answer.entered === 0 ? 0 : count / answer.entered);
  const before = answer.previous?.steps[i];
  const first = i === 0;
  return {
    number: i + 1,
    label: step.label,
    tier: step.tier ?? null,
    isOptional: step.optional ?? false,
    bar: {
      reached: share(step.reached),
      open: first ? 0 : share(step.open),
      dropped: share(step.dropped ?? 0),
    },
    reached: formatCount(step.reached),
    reachedWords: first
      ? `${unitNoun(answer.unit, step.reached)} entered`
      : step.optional
        ? "took it"
        : "reached",
    dropped: first || step.optional ? null : formatCount(step.dropped ?? 0),
    open: first || step.open === 0 ? null : formatCount(step.open),
    fromPrevious: first ? { text: "", note: null } : fromPreviousOf(step, noun),
    fromEntry: { text: formatRate(step.fromEntry), note: divisionText(step.fromEntry, noun) },
    matured: maturedOf(step, answer.unit),
    median: first ? { text: "", note: null } : medianOf(step),
    revenue:
      step.revenue.length > 0
        ? { text: moneyText(step.revenue), note: null }
        : { text: first ? "" : cannotSay, note: "This step carries no value." },
    leak: leakOf(step, noun, isLargest),
    previous:
      before && before.fromEntry.rate !== null
        ? {
            share: before.fromEntry.rate,
            text: first
              ? `${formatCount(before.reached)} before`
              : `${formatCount(before.reached)} before (${formatPercent(before.fromEntry.rate)} of entries)`,
          }
        : null,
    change:
      !first && answer.previous && step.fromPrevious
        ? differenceOf(step.fromPrevious, before?.fromPrevious ?? undefined, step.label)
        : null,
  };
};

const fromPreviousOf = (step: FunnelStepNumbers, noun: string): Explained =>
  step.fromPrevious === null
    ? { text: cannotSay, note: null }
    : { text: formatRate(step.fromPrevious), note: `${divisionText(step.fromPrevious, noun)}.` };

const maturedOf = (step: FunnelStepNumbers, unit: "visitor" | "session"): Explained | null => {
  if (step.open === 0 || step.matured === undefined) return null;
  const waiting = `${formatCount(step.open)} ${unitNoun(unit, step.open)} may still reach this step`;
  if (step.matured === null)
    return {
      text: cannotSay,
      note: `${waiting}, and nobody has been followed for the whole window: too early to say what the rate will come to.`,
    };
  const { rate, low, high } = step.matured;
  return {
    text: formatPercent(rate),
    note: `${waiting}. Once all windows are over, about ${formatPercent(rate)} of entries will have reached it · 95\u202f% interval ${formatInterval(low, high)} (Kaplan–Meier).`,
  };
};

const medianOf = ({ secondsFromPrevious: seconds }: FunnelStepNumbers): Explained =>
  seconds === null
    ? { text: cannotSay, note: "Nobody got here, so there is no time to show." }
    : {
        text: formatDuration(seconds.median),
        note: `From the step before: half took less than ${formatDuration(seconds.median)}, nine in ten less than ${formatDuration(seconds.p90)}, ${formatDuration(seconds.mean)} on average.`,
      };

const leakOf = (step: FunnelStepNumbers, noun: string, isLargest: boolean): FunnelRow["leak"] =>
  step.leak && step.leak.minor > 0
    ? {
        text: `about ${formatMoney(step.leak.minor, step.leak.currency, { compact: true })}`,
        note: `What the ${formatCount(step.dropped ?? 0)} ${noun} who left here would have brought, had they gone on like those who stayed.`,
        isLargest,
      }
    : null;

const largestLeak = (steps: readonly FunnelStepNumbers[]): number => {
  const minors = steps.map((step) => step.leak?.minor ?? 0);
  // One leak alone is not the largest of anything.
  if (minors.filter((minor) => minor > 0).length < 2) return -1;
  return minors.indexOf(Math.max(...minors));
};

const tableOf = ({ steps }: FunnelAnswer, noun: string): DataTable => {
  const hasLeak = steps.some((step) => step.leak);
  const hasMatured = steps.some((step) => step.matured && step.open > 0);
  return {
    columns: [
      { label: "Step" },
      { label: `Reached, ${noun}`, numeric: true },
      { label: "Dropped", numeric: true },
      { label: "Open", numeric: true },
      { label: "From previous", numeric: true },
      { label: "Low", numeric: true },
      { label: "High", numeric: true },
      { label: "From entry", numeric: true },
      ...(hasMatured
        ? [
            { label: "Matured", numeric: true },
            { label: "Matured, low", numeric: true },
            { label: "Matured, high", numeric: true },
          ]
        : []),
      { label: "Median time", numeric: true },
      { label: "90th percentile", numeric: true },
      { label: "Revenue", numeric: true },
      ...(hasLeak ? [{ label: "Leak", numeric: true }] : []),
    ],
    rows: steps.map((step, i) => [
      textCell(`${i + 1}. ${step.label}${step.optional ? " (optional)" : ""}`),
      countCell(step.reached),
      countCell(i === 0 ? null : step.dropped),
      countCell(i === 0 || step.optional ? null : step.open),
      rateCell(step.fromPrevious?.rate),
      rateCell(step.fromPrevious?.low),
      rateCell(step.fromPrevious?.high),
      rateCell(step.fromEntry.rate),
      ...(hasMatured
        ? [rateCell(step.matured?.rate), rateCell(step.matured?.low), rateCell(step.matured?.high)]
        : []),
      secondsCell(step.secondsFromPrevious?.median),
      secondsCell(step.secondsFromPrevious?.p90),
      moneyCell(step.revenue),
      ...(hasLeak ? [moneyCell(step.leak ? [step.leak] : [])] : []),
    ]),
  };
};
