import type { Part } from "@/lib/journeys/part";
import type { Run } from "@/lib/journeys/run";
import type { Matcher } from "@/lib/matching/definition";
import { type GoalRules, leavesOf } from "@/lib/matching/rules";
import { openColumns } from "../column-set";
import { RowMemory } from "../row-memory";
import { mostPieces } from "./matrix-goals";
import { SessionStrata, strataFields } from "./session-strata";
import { SessionsInOrder } from "./sessions-in-order";
import { type Visits, VisitTree, visitBytes } from "./visit-tree";

// Most visitors reach no macro and come a few times. What the matrix counts of them is the same for many, depends on
// neither range nor window while both have all of them, and never changes where rows are gathered: it is found out once.

/** What visitors of gathered rows did who reached no macro. */
export type SettledVisits = Visits & {
  /** By the visitor's place: the last visit, 0 for who has to be looked at. */
  lastOf: Uint16Array;
  /** By stratum: what makes its sessions comparable. */
  labels: readonly string[];
};

/** What decides about a visitor: matcher k is micro k, and after the micros come the macros. */
export type Deciding = {
  micros: number;
  matchers: readonly Matcher[];
  rules: GoalRules;
  includeBots: boolean;
  sessionGapMs: number;
};

/** Who came more often is looked at. */
const mostSessions = 12;

const always = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

const findVisits = (run: Run, part: Part, { micros, ...plan }: Deciding): SettledVisits => {
  const bits = 2 ** plan.matchers.length - 1;
  const microBits = 2 ** micros - 1;
  const { scan, columns } = openColumns(
    { ...part, runs: [run], past: undefined },
    { ...plan, range: always, asOf: Number.POSITIVE_INFINITY },
    new Set(strataFields),
  );
  const sessions = new SessionsInOrder();
  const strata = new SessionStrata(columns);
  const tree = new VisitTree();
  const { visitors } = run;
  const lastOf = new Uint16Array(visitors.length);
  let place = 0;
  scan.forEachJourney((journey) => {
    const { visitor, inPlace, start, end, any } = journey;
    if (!inPlace || (any & bits & ~microBits) !== 0 || !sessions.find(journey, start, end, bits)) return;
    const { count, from } = sessions;
    if (count > mostSessions) return;
    while (visitors[place] !== visitor) place++;
    let last = 0;
    let reached = 0;
    for (let k = 0; k < count; k++) {
      const fresh = sessions.heldBy(k) & microBits & ~reached;
      const stratum = strata.ofStretch(journey, from[k] ?? 0, from[k + 1] ?? 0);
      last = tree.after(last, stratum, fresh, sessions.withMoment(journey, k, fresh));
      if (last === 0) return;
      reached |= fresh;
    }
    lastOf[place] = last;
  });
  return { lastOf, labels: strata.labels, ...tree.grown() };
};

/** No question asks for more: it would find none of them again. */
const memory = new RowMemory<SettledVisits>(
  "settled visits",
  mostPieces,
  ({ lastOf, before }) => lastOf.byteLength + visitBytes * before.length,
);

/** Those of a part's gathered rows, by the times of the rows. */
export const settledVisits = (part: Part, deciding: Deciding): Map<Run["at"], SettledVisits> => {
  const { matchers, rules, micros, includeBots, sessionGapMs } = deciding;
  const leaves = matchers.map((matcher) => leavesOf(matcher, rules));
  const key = JSON.stringify([leaves, micros, includeBots, sessionGapMs]);
  const found = new Map<Run["at"], SettledVisits>();
  for (const run of part.runs) {
    const { at, gathered } = run;
    if (!gathered) continue;
    const atAnyTime = { ...run, gathered: { ...gathered, ...always } };
    const visits = memory.of(gathered, key, () => findVisits(atAnyTime, part, deciding));
    found.set(at, visits);
  }
  return found;
};
