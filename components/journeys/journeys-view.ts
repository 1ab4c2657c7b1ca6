import { daysFrom } from "@/components/filters/calendar-date";
import type { ReportView } from "@/components/filters/report-view";
import { readMatcher } from "@/components/funnel/matcher-text";
import { type Matcher, matcher } from "@/lib/matching/definition";
import type { StepKind } from "@/lib/reports/paths/definition";
import type { RetentionQuestion } from "@/lib/reports/retention/definition";
import type { JourneysParams } from "./journeys-params";

/** The parts of the page, as the address and the tabs name them. */
export const tabs = { paths: "Paths", retention: "Retention", people: "People" } as const;
export type Tab = keyof typeof tabs;

export const stepKinds = {
  event: "Events",
  page: "Pages",
  goal: "Goals",
} as const satisfies Record<StepKind, string>;

export const depths = { "3": "3", "5": "5", "8": "8" } as const;

export const intervals = { day: "Days", week: "Weeks", month: "Months" } as const;
export type Interval = keyof typeof intervals;

export const modes = { exact: "In that period", onOrAfter: "Then or later" } as const;
export type Mode = NonNullable<RetentionQuestion["mode"]>;

export type JourneysView = {
  tab: Tab;
  /** Onwards from `start`, back from `end`, or onwards from the first step where there is neither. */
  paths: { start: Matcher | null; end: Matcher | null; by: StepKind; depth: number };
  /** Null where the page is to choose. */
  retention: { first: Matcher | null; again: Matcher | null; interval: Interval; mode: Mode };
  notices: string[];
};

const isOneOf = <T extends string>(names: Record<T, unknown>, text: string): text is T =>
  Object.hasOwn(names, text);

/** Buckets of a length in which a range has some, but not too many to look at. */
const intervalFor = ({ from, to }: Pick<ReportView, "from" | "to">): Interval => {
  const days = daysFrom(from, to);
  if (days <= 14) return "day";
  return days <= 120 ? "week" : "month";
};

/** Gives the page's part of the address its meaning. */
export const readJourneysView = (
  params: JourneysParams,
  range: Pick<ReportView, "from" | "to">,
): JourneysView => {
  const notices: string[] = [];
  const choose = <T extends string>(
    names: Record<T, unknown>,
    text: string | null,
    standard: T,
    what: string,
  ) => {
    if (text === null || isOneOf(names, text)) return text ?? standard;
    notices.push(`There is no ${what} “${text}”, so it was left out.`);
    return standard;
  };
  const step = (text: string | null): Matcher | null => {
    const read = text === null ? null : readMatcher(text, (value) => matcher.safeParse(value).data ?? null);
    if (text !== null && read === null)
      notices.push(`The step “${text}” is not one we know, so it was left out.`);
    return read;
  };
  const start = step(params.start);
  const end = step(params.end);
  if (start && end) notices.push("A path is followed from a start or back from an end. Showing the ways on.");
  return {
    tab: choose(tabs, params.view, "paths", "view"),
    paths: {
      start,
      end: start ? null : end,
      by: choose(stepKinds, params.by, "event", "kind of step"),
      depth: Number(choose(depths, params.depth, "5", "number of steps")),
    },
    retention: {
      first: step(params.first),
      again: step(params.again),
      interval: choose(intervals, params.interval, intervalFor(range), "interval"),
      mode: choose(modes, params.mode, "exact", "way of counting"),
    },
    notices,
  };
};
