import type { Goal } from "@/lib/goals/definition";
import { codeAt, type Journey } from "@/lib/journeys/journey";
import type { Part } from "@/lib/journeys/part";
import type { ColumnSet } from "../column-set";
import type { Basis } from "../definition";
import type { Copies } from "../drop-copies";
import { fieldsOfValue } from "../event-value";
import { markAll } from "../goal-counter";
import { earnedAt, earningGoals } from "../macro-revenue";
import { addMoney, listMoney, type MoneySums } from "../money-sums";
import { mostMatchers, openUnits } from "../open-units";
import type { Range } from "../range";
import type { ReportContext } from "../report";
import { countSessions } from "../units";
import type { ListedVisitor } from "./definition";

/** A visitor by number, times in ms since 1970. */
export type VisitorDetails = Pick<ListedVisitor, "sessions" | "country" | "device" | "channel" | "value"> & {
  visitor: number;
  firstSeen: number;
  lastSeen: number;
};

/** The goals that make up what a visitor is worth, as many as one scan can look for, and those beyond. */
export const listedGoals = (goals: readonly Goal[]): { counted: Goal[]; leftOut: Goal[] } => {
  const earning = earningGoals(goals);
  return { counted: earning.slice(0, mostMatchers), leftOut: earning.slice(mostMatchers) };
};

/** The columns that say what is listed of a visitor. */
export const fieldsOfDetails = ["country", "device", "channel"] as const;

const textReader = (field: string, columns: ColumnSet) => {
  const place = columns.place(field);
  const dictionary = columns.dictionary(field);
  const textAt = (journey: Journey, i: number): string | null => {
    const code = codeAt(journey, place, i);
    return code < 0 ? null : String(dictionary.value(code));
  };
  return {
    first: (journey: Journey): string | null => {
      for (let i = journey.start; i < journey.end; i++)
        if (codeAt(journey, place, i) >= 0) return textAt(journey, i);
      return null;
    },
    latest: (journey: Journey): string | null => {
      for (let i = journey.end - 1; i >= journey.start; i--)
        if (codeAt(journey, place, i) >= 0) return textAt(journey, i);
      return null;
    },
  };
};

type Seen = { asOf: number; includeBots: boolean; basis: Basis; copies: ReadonlyMap<string, Copies> };

/** Reads what is listed of some visitors, from their whole history before `asOf`. */
export const readDetails = (
  visitors: ReadonlySet<number>,
  part: Part,
  { asOf, includeBots, basis, copies }: Seen,
  context: ReportContext,
): VisitorDetails[] => {
  if (visitors.size === 0) return [];
  const ever: Range = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY, asOf };
  const goals = listedGoals(context.goals).counted;
  const fields = new Set<string>(fieldsOfDetails);
  for (const { value } of goals) fieldsOfValue(value, fields);
  const question = { unit: "visitor" as const, includeBots, basis };
  const matchers = goals.map(({ key }) => ({ goal: key }));
  const units = openUnits({ question, range: ever, part, context }, { matchers, fields, sessions: true });
  const { columns } = units;
  const counters = goals.map((goal, bit) => units.counterOf(goal, bit, copies.get(goal.key)));
  const country = textReader("country", columns);
  const device = textReader("device", columns);
  const channel = textReader("channel", columns);
  const found: VisitorDetails[] = [];
  units.forEachUnit((journey) => {
    if (!visitors.has(journey.visitor)) return;
    const value: MoneySums = new Map();
    for (let i = journey.start; i < journey.end; i++) addMoney(value, earnedAt(counters, journey, i));
    found.push({
      visitor: journey.visitor,
      firstSeen: journey.at[journey.start] ?? 0,
      lastSeen: journey.at[journey.end - 1] ?? 0,
      sessions: countSessions(journey, ever),
      country: country.latest(journey),
      device: device.latest(journey),
      channel: channel.first(journey),
      value: listMoney(value),
    });
  }, markAll(counters));
  return found;
};
