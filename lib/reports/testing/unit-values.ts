import type { Part } from "@/lib/journeys/part";
import type { Unit } from "../definition";
import { openUnits } from "../open-units";
import type { Range } from "../range";
import type { ReportContext } from "../report";
import { needsOfGroups, UnitGroups } from "../unit-groups";

type Asked = { unit: Unit; range: Range; includeBots: boolean; sessionGapMs: number };

/** What every unit of the range has in a field, as texts with the visitor and the unit's first event. */
export const unitValues = (
  parts: readonly Part[],
  by: string,
  { unit, range, includeBots, sessionGapMs }: Asked,
): string[] => {
  const context: ReportContext = {
    project: { id: "p", slug: "p", name: "P", timezone: "UTC", currency: "EUR", sessionGapMs },
    goals: [],
    rules: new Map(),
    segments: new Map(),
    funnels: new Map(),
    rates: [],
    adjustments: [],
    now: range.asOf,
  };
  const { columns, sessions } = needsOfGroups(by);
  const found: string[] = [];
  for (const part of parts) {
    const units = openUnits(
      { question: { unit, includeBots }, range, part, context },
      { matchers: [], fields: new Set(columns), sessions },
    );
    const groups = new UnitGroups(by, { columns: units.columns, range, part });
    units.forEachUnit((journey, first, end) => {
      const row = groups.row(journey, first, end);
      found.push(`${journey.visitor} ${journey.seq[first]}: ${groups.labels[row]?.value}`);
    }, groups.open);
  }
  return found.sort();
};
