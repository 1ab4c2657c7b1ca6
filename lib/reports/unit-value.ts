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

/** What a field of units is read from. */
type ColumnsOfField = { columns: readonly string[]; sessions: boolean; history: boolean };

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
  if (field === "visitor.isNew") return { columns: [], sessions: false, history: true };
  if (field === "session.isFirst") return { columns: [], sessions: true, history: true };
  if (isTrait(field)) return { columns: [field], sessions: false, history: false };
  const { scope, name } = scopeOf(field);
  if (scope === "unit") return { columns: [name], sessions: name === "channel", history: false };
  const history = scope === "first";
  if (isTraffic(name)) return { columns: [name, "channel", ...trafficFields], sessions: true, history };
  if (isOfPage(name)) return { columns: [name, "name"], sessions: !history, history };
  return { columns: [name], sessions: !history, history };
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

/** The visitor's first touch: traffic as the first session with a channel has it. */
const ofFirstTouch = (name: string, columns: ColumnSet): UnitValue => {
  const place = columns.place(name);
  const channel = isTraffic(name) ? columns.place("channel") : -1;
  const value = isTraffic(name) ? sessionValue(name, columns) : undefined;
  const isView = isOfPage(name) ? pageViewTest(columns) : undefined;
  let code = -1;
  const firstCode = (journey: Journey): number => {
    for (let i = journey.start; i < journey.end; i++) {
      if (value) {
        if (codeAt(journey, channel, i) >= 0) return value(journey, journey.session[i] ?? -1);
      } else if (isView ? isView(journey, i) : codeAt(journey, place, i) >= 0)
        return codeAt(journey, place, i);
    }
    return -1;
  };
  return {
    dictionary: columns.dictionary(name),
    open: (journey) => {
      code = firstCode(journey);
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
      code = firstSeen >= from && firstSeen < to ? 1 : 0;
    },
    codeOf: () => code,
  };
};

const isFirstSession = (): UnitValue => {
  let session = -1;
  return {
    dictionary: yesOrNo,
    open: (journey) => {
      session = journey.session[journey.start] ?? -1;
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
  if (scope === "first") return ofFirstTouch(name, columns);
  if (scope === "session") return ofSession(name, columns);
  return unitOwn(name, columns);
};
