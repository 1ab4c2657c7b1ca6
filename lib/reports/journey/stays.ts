import type { Journey } from "@/lib/journeys/journey";
import type { Cursor } from "./cursor";

/** A session, or an event in none: the places of its events in the journey, in order. */
export type Stay = { session: number | null; events: number[] };

/** What a visitor's journey is made of, the newest first. Sessions are counted from 1, by their first events. */
export const staysOf = (journey: Journey): Stay[] => {
  const stays: Stay[] = [];
  const bySession = new Map<number, Stay>();
  for (let i = journey.start; i < journey.end; i++) {
    const number = journey.session[i] ?? -1;
    const known = bySession.get(number);
    if (known) {
      known.events.push(i);
      continue;
    }
    const stay = { session: number < 0 ? null : bySession.size + 1, events: [i] };
    stays.push(stay);
    if (number >= 0) bySession.set(number, stay);
  }
  return stays.reverse();
};

/** Where a stay begins. */
const beginningOf = (journey: Journey, { events: [first = 0] }: Stay): Cursor => ({
  at: journey.at[first] ?? 0,
  seq: journey.seq[first] ?? 0,
});

const mostOfStay = 500;
const mostOfPage = 1000;

/** As many events of a stay as are listed. */
export const listedOf = ({ events }: Stay): number[] => events.slice(0, mostOfStay);

/** A page of stays after `cursor`: at most `limit`, and fewer where they are long. At least one if any is left. */
export const pageOf = (
  journey: Journey,
  stays: readonly Stay[],
  { limit, cursor }: { limit: number; cursor: Cursor | undefined },
): { page: Stay[]; next: Cursor | null } => {
  const left = stays.filter((stay) => {
    if (!cursor) return true;
    const { at, seq } = beginningOf(journey, stay);
    return at < cursor.at || (at === cursor.at && seq < cursor.seq);
  });
  const page: Stay[] = [];
  let events = 0;
  for (const stay of left) {
    events += listedOf(stay).length;
    if (page.length === limit || (page.length > 0 && events > mostOfPage)) break;
    page.push(stay);
  }
  const last = page.at(-1);
  return { page, next: last && page.length < left.length ? beginningOf(journey, last) : null };
};
