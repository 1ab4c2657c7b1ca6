import type { Identities, Part } from "./part";
import { placeNotBefore } from "./place-not-before";
import type { Run } from "./run";

/** The number under which rows of a visitor are filed, −1 for one who was erased. */
export const filedUnder =
  ({ winnerOf, erased }: Identities) =>
  (no: number): number =>
    erased.has(no) ? -1 : (winnerOf.get(no) ?? no);

/** By visitor number: 1 for those whose rows in runs say nothing, being merged into another or erased; absent when none is. */
export const hiddenVisitors = ({ winnerOf, erased }: Identities): Uint8Array | undefined => {
  if (winnerOf.size === 0 && erased.size === 0) return undefined;
  let highest = 0;
  for (const no of winnerOf.keys()) if (no > highest) highest = no;
  for (const no of erased) if (no > highest) highest = no;
  const hidden = new Uint8Array(highest + 1);
  for (const no of winnerOf.keys()) hidden[no] = 1;
  for (const no of erased) hidden[no] = 1;
  return hidden;
};

/** The place of a visitor in a run, −1 when it has no rows there. */
const placeOfVisitor = ({ visitors }: Run, no: number): number => {
  const place = placeNotBefore(visitors, no);
  return visitors[place] === no ? place : -1;
};

/** Into how many shards the visitors of a part are divided while it is scanned. */
export const shardsOf = ({ runs, parts }: Pick<Part, "runs" | "parts">): number =>
  runs.reduce((most, run) => Math.max(most, run.shards), parts);

/** Rows of a run that a merge has moved to another visitor since. */
export type LiftedRows = { run: number; visitor: number; start: number; end: number };

/** The rows of merged visitors that still lie under their old number, by the number they stand for now. */
export const liftedRows = (part: Part): LiftedRows[] => {
  const { runs, identities } = part;
  const { winnerOf, lifted, erased } = identities;
  const inShard = shardsOf(part) - 1;
  const found: LiftedRows[] = [];
  for (const [loser, winner] of winnerOf) {
    if (lifted.has(loser) || erased.has(loser)) continue;
    for (const [place, run] of runs.entries()) {
      if (run.elsewhere?.has(loser & inShard)) continue;
      const at = placeOfVisitor(run, loser);
      if (at >= 0)
        found.push({ run: place, visitor: winner, start: run.starts[at] ?? 0, end: run.starts[at + 1] ?? 0 });
    }
  }
  return found.sort((a, b) => a.visitor - b.visitor);
};
