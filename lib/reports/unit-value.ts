import { trafficFields } from "@/lib/journeys/derive-channels";
import { codeAt, type Journey } from "@/lib/journeys/journey";
import type { Part } from "@/lib/journeys/part";
import { isTrait } from "@/lib/journeys/read-traits";
import { columnOf, type Dictionary } from "@/lib/matching/column";
import type { ColumnSet } from "./column-set";
import type { Range } from "./range";

// Hot path: called for every unit, without allocations.

/** What a unit has in a field, as the code of a value. */
export type UnitValue = {
  readonly dictionary: Dictionary;
  /** Looks at a visitor's whole journey, before any of its units. */
  readonly open?: (journey: Journey) => void;
  /** The code of the unit whose events are `first ≤ i < end`, −1 when it has none. */
  readonly codeOf: (journey: Journey, first: number, end: number) => number;
};

/** What a field of units is read from. `past`: the columns that it asks of the time before the range, if it looks there. */
type ColumnsOfField = { columns: readonly string[]; sessions: boolean; past?: readonly string[] };

/** One block: taken together from the first event that has any of them. */
const isTraffic = (field: string): boolean =>
  field === "channel" || field === "referrer" || field.startsWith("utm.");
/** Told by page views alone. */
const isOfPage = (field: string): boolean => field === "path" || field === "host" || field === "title";

const scopeOf = (field: string): { scope: "first" | "session" | "unit"; name: string } => {
  if (field.startsWith("first.")) return { scope: "first", name: field.slice("first.".length) };
  if (field.startsWith("session.")) return { scope: "session", name: field.slice("session.".length) };
  return { scope: "unit", name: field };
};

/** What has to be in memory for a field of units. */
export const columnsOfUnitField = (field: string): ColumnsOfField => {
  if (field === "visitor.isNew") return { columns: [], sessions: false, past: [] };
  if (field === "session.isFirst") return { columns: [], sessions: true, past: [] };
  if (isTrait(field)) return { columns: [field], sessions: false };
  const { scope, name } = scopeOf(field);
  if (scope === "unit") return { columns: [name], sessions: name === "channel" };
  const told = isTraffic(name)
    ? [name, "channel", ...trafficFields]
    : isOfPage(name)
      ? [name, "name"]
      : [name];
  if (scope === "session") return { columns: told, sessions: true };
  return isTraffic(name)
    ? { columns: told, sessions: true, past: [...told, "sessionId"] }
    : { columns: told, sessions: false, past: told };
};

const yesOrNo: Dictionary = { size: 2, value: (code) => code === 1 };

/** The first event `first ≤ i < end` that has the column at `place`, −1 when none has. */
const firstWith = (journey: Journey, place: number, first: number, end: number): number => {
  for (let i = first; i < end; i++) if (codeAt(journey, place, i) >= 0) return i;
  return -1;
};

/** Tells whether an event is a page view. */
const pageViewTest = (columns: ColumnSet): ((journey: Journey, i: number) => boolean) => {
  const place = columns.place("name");
  const names = columns.dictionary("name");
  const isView = new Uint8Array(names.size);
  for (let code = 0; code < names.size; code++) isView[code] = names.value(code) === "Page Viewed" ? 1 : 0;
  return (journey, i) => isView[codeAt(journey, place, i)] === 1;
};

type SessionValue = (journey: Journey, session: number) => number;

/** What a session has in a field: traffic as a block, pages of its first page view, else the first event that has it. */
const sessionValue = (name: string, columns: ColumnSet): SessionValue => {
  const place = columns.place(name);
  const tells = name === "channel" ? undefined : tellingTest(name, columns);
  return (journey, session) => {
    for (let i = journey.start; i < journey.end; i++) {
      if (journey.session[i] !== session) continue;
      const code = codeAt(journey, place, i);
      if (tells ? tells(journey, i) : code >= 0) return code;
    }
    return -1;
  };
};

/** Whether an event decides about a field of its session, even by not having it. */
export const tellingTest = (
  name: string,
  columns: ColumnSet,
): ((journey: Journey, i: number) => boolean) | undefined => {
  if (isOfPage(name)) return pageViewTest(columns);
  if (!isTraffic(name)) return undefined;
  const places = trafficFields.filter((field) => field !== "path").map((field) => columns.place(field));
  return (journey, i) => {
    for (let p = 0; p < places.length; p++) if (codeAt(journey, places[p] ?? 0, i) >= 0) return true;
    return false;
  };
};

const unitOwn = (name: string, columns: ColumnSet): UnitValue => {
  const place = columns.place(name);
  return {
    dictionary: columns.dictionary(name),
    codeOf: (journey, first, end) => {
      for (let i = first; i < end; i++) {
        const code = codeAt(journey, place, i);
        if (code >= 0) return code;
      }
      return -1;
    },
  };
};

const ofSession = (name: string, columns: ColumnSet): UnitValue => {
  const place = columns.place(name);
  const value = sessionValue(name, columns);
  return {
    dictionary: columns.dictionary(name),
    codeOf: (journey, first, end) => {
      const i = firstWith(journey, place, first, end);
      const session = i < 0 ? -1 : (journey.session[i] ?? -1);
      return session < 0 ? -1 : value(journey, session);
    },
  };
};

/** A field of the visitor's first touch that its own event tells: the first page view, else the first event that has it. */
const ofFirstEvent = (name: string, columns: ColumnSet): UnitValue => {
  const place = columns.place(name);
  const isView = isOfPage(name) ? pageViewTest(columns) : undefined;
  const firstOf = (journey: Journey): number => {
    for (let i = journey.start; i < journey.end; i++)
      if (isView ? isView(journey, i) : codeAt(journey, place, i) >= 0) return i;
    return -1;
  };
  let code = -1;
  return {
    dictionary: columns.dictionary(name),
    open: (journey) => {
      let told = journey.past?.older(journey) ?? journey;
      let i = firstOf(told);
      if (i < 0) {
        told = journey;
        i = firstOf(told);
      }
      code = i < 0 ? -1 : codeAt(told, place, i);
    },
    codeOf: () => code,
  };
};

/** Traffic of the visitor's first touch: as the first session with a channel has it. */
const ofFirstTouch = (name: string, columns: ColumnSet): UnitValue => {
  const channel = columns.place("channel");
  const value = sessionValue(name, columns);
  const firstCode = (journey: Journey): number => {
    const i = firstWith(journey, channel, journey.start, journey.end);
    return i < 0 ? -1 : value(journey, journey.session[i] ?? -1);
  };
  let code = -1;
  return {
    dictionary: columns.dictionary(name),
    open: (journey) => {
      code = firstCode(journey.past?.withSessions(journey) ?? journey);
    },
    codeOf: () => code,
  };
};

const isNew = ({ from, to }: Range): UnitValue => {
  let code = 0;
  return {
    dictionary: yesOrNo,
    open: (journey) => {
      const firstSeen = journey.at[journey.start] ?? 0;
      code = !journey.past && firstSeen >= from && firstSeen < to ? 1 : 0;
    },
    codeOf: () => code,
  };
};

const isFirstSession = (): UnitValue => {
  let session = -1;
  return {
    dictionary: yesOrNo,
    open: (journey) => {
      // What began longer ago than sessions are looked back for is over.
      session = journey.past ? -1 : (journey.session[journey.start] ?? -1);
    },
    codeOf: (journey, first) => (session >= 0 && journey.session[first] === session ? 1 : 0),
  };
};

const ofTrait = (field: string, { traits }: Part): UnitValue => {
  const trait = traits?.get(columnOf(field));
  if (!trait) throw new Error(`The trait of ${field} was not asked for.`);
  const { dictionary, codeOf } = trait;
  return { dictionary, codeOf: (journey) => codeOf.get(journey.visitor) ?? -1 };
};

/** Reads a field of units; the columns that `columnsOfUnitField` names were asked for. */
export const unitValue = (
  field: string,
  { columns, range, part }: { columns: ColumnSet; range: Range; part: Part },
): UnitValue => {
  if (field === "visitor.isNew") return isNew(range);
  if (field === "session.isFirst") return isFirstSession();
  if (isTrait(field)) return ofTrait(field, part);
  const { scope, name } = scopeOf(field);
  if (scope === "first") return isTraffic(name) ? ofFirstTouch(name, columns) : ofFirstEvent(name, columns);
  if (scope === "session") return ofSession(name, columns);
  return unitOwn(name, columns);
};
