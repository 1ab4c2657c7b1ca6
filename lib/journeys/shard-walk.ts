import type { Codes, Dictionary } from "@/lib/matching/column";
import { type Compiled, matchRows, type RowMatches } from "@/lib/matching/compile";
import { Channels, trafficFields } from "./derive-channels";
import { SessionNumbers } from "./derive-sessions";
import { eventFlags } from "./event-flags";
import type { LiftedRows } from "./identities";
import type { JoinedDictionary } from "./joined-dictionary";
import { emptyJourney, type Journey, type StoredCodes } from "./journey";
import { LateMatch } from "./late-matches";
import type { Part } from "./part";
import type { ScanPlan } from "./scan-plan";
import { sortJourney } from "./sort-journey";
import { type Source, sourcesOf } from "./sources";
import { throwIfStopped } from "./stopped";

// Hot path: scratch arrays are reused from visitor to visitor; nothing is allocated per event.

/** What is the same for every shard of a scan. */
export type ScanLayout = {
  plan: ScanPlan;
  compiled: Compiled;
  /** The columns of the journeys; what is derived has no joined dictionary. */
  columns: readonly string[];
  joined: readonly (JoinedDictionary | undefined)[];
  dictionaries: readonly Dictionary[];
  /** Senders' sessions, when sessions are wanted. */
  explicit: JoinedDictionary | undefined;
  /** The bits of `eventFlags` that occur in any run. */
  flagsSeen: number;
};

/** A source with everything that its rows need on their way into a journey, at hand without looking it up. */
type OpenSource = {
  visitors: Int32Array;
  starts: Uint32Array;
  ends: Uint32Array;
  month: number;
  at: Uint32Array;
  seq: Uint32Array | Float64Array;
  seqBase: number;
  flags: Uint8Array;
  name: Codes;
  ofName: Uint32Array;
  masks: Uint32Array | undefined;
  late: RowMatches["late"];
  columns: readonly (StoredCodes | undefined)[];
  explicit: Codes | undefined;
  explicitAdd: number;
};

const noOne = 0x7fffffff;

/** Puts the journeys of visitors together from all runs of a shard. */
export class ShardWalk {
  /** How many visitors and events were looked at. */
  readonly read = { journeys: 0, events: 0 };
  private journey: Journey;
  private explicit = new Int32Array(0);
  private late: Uint8Array[] = [];
  private readonly dropsUnmatched: boolean;
  /** Rows say all there is to say of themselves: nothing has to be derived. */
  private readonly isPlain: boolean;
  private readonly asOf: number;
  private readonly from: number;
  private readonly to: number;
  /** The bits of `eventFlags` with which an event is not seen. */
  private readonly unseen: number;
  private readonly sessions: SessionNumbers | undefined;
  private readonly channels: Channels | undefined;
  private readonly lateMatches: readonly LateMatch[];
  /** Of runs that several shards of the scan meet. */
  private readonly matchesOf = new Map<number, RowMatches>();
  private readonly codeOfSession = new Map<number, number>();
  private readonly codeOfText = new Map<unknown, number>();

  constructor(
    private readonly layout: ScanLayout,
    private readonly part: Part,
    private readonly moved: { hidden: Uint8Array | undefined; lifted: readonly LiftedRows[] },
  ) {
    const { plan, columns, dictionaries, explicit, compiled } = layout;
    const { sessionGapMs } = plan;
    const placeOf = (field: string): number => columns.indexOf(field);
    this.sessions =
      explicit && sessionGapMs !== undefined ? new SessionNumbers(sessionGapMs, explicit.size) : undefined;
    const traffic = trafficFields.map(placeOf);
    this.channels =
      placeOf("channel") < 0 || !this.sessions
        ? undefined
        : new Channels(
            traffic,
            traffic.flatMap((place) => dictionaries[place] ?? []),
          );
    this.lateMatches = compiled.late.map((leaf) => new LateMatch(leaf, { placeOf, dictionaries }));
    this.dropsUnmatched =
      plan.onlyMatching === true &&
      !this.sessions &&
      this.lateMatches.length === 0 &&
      (layout.flagsSeen & eventFlags.passive) === 0;
    this.isPlain = !this.sessions && compiled.late.length === 0;
    this.asOf = plan.asOf;
    this.from = plan.range.from;
    this.to = plan.range.to;
    this.unseen = plan.includeBots ? 0 : eventFlags.bot;
    this.journey = emptyJourney(0);
    this.reserve(0, 1024);
  }

  /**
   * Hands over the visitors of one of `shards` shards. One loop over all of them with everything at hand: what is
   * looked up once a visitor or once a row is felt here.
   */
  walk({ shard, shards }: { shard: number; shards: number }, visit: (journey: Journey) => void): void {
    const sources = this.open(sourcesOf(this.part.runs, this.moved.lifted, { shard, shards }), shards);
    const { hidden } = this.moved;
    const { asOf, unseen, dropsUnmatched, isPlain, read } = this;
    const inShard = shards - 1;
    const count = sources.length;
    const heads = new Int32Array(count);
    const next = Int32Array.from(sources, ({ visitors }) => visitors[0] ?? noOne);
    this.journey.columns = sources.map(({ columns }) => columns);
    for (;;) {
      let who = noOne;
      for (let s = 0; s < count; s++) if ((next[s] ?? noOne) < who) who = next[s] ?? noOne;
      if (who === noOne) return;
      const wanted = (who & inShard) === shard && (hidden === undefined || hidden[who] !== 1);
      if (wanted && (++read.journeys & 4095) === 1) throwIfStopped(this.part.stop);
      let size = 0;
      let stretches = 0;
      let isSorted = true;
      for (let s = 0; s < count; s++) {
        while (next[s] === who) {
          const source = sources[s];
          if (source === undefined) break;
          const head = heads[s] ?? 0;
          heads[s] = head + 1;
          next[s] = source.visitors[head + 1] ?? noOne;
          if (!wanted) continue;
          const end = source.ends[head] ?? 0;
          let row = source.starts[head] ?? 0;
          read.events += end - row;
          if (size + end - row > this.journey.at.length) this.reserve(size, size + end - row);
          const { at, seq, mask, flags, row: rows, source: places } = this.journey;
          const { name, ofName, masks, month, seqBase } = source;
          const rowFlags = source.flags;
          const rowAt = source.at;
          const rowSeq = source.seq;
          const before = size;
          for (; row < end; row++) {
            let bits = ofName[name[row] ?? 0] ?? 0;
            if (masks !== undefined) bits |= masks[row] ?? 0;
            if (bits === 0 && dropsUnmatched) continue;
            const flag = rowFlags[row] ?? 0;
            if ((flag & unseen) !== 0) continue;
            const time = month + (rowAt[row] ?? 0);
            if (time >= asOf) break;
            at[size] = time;
            seq[size] = seqBase + (rowSeq[row] ?? 0);
            mask[size] = bits;
            flags[size] = flag;
            rows[size] = row;
            places[size] = s;
            size++;
          }
          if (size === before) continue;
          if (!isPlain) this.appendMore(source, before, size);
          if (before > 0) {
            const gap =
              (at[before] ?? 0) - (at[before - 1] ?? 0) || (seq[before] ?? 0) - (seq[before - 1] ?? 0);
            if (gap < 0) isSorted = false;
          }
          stretches++;
        }
      }
      if (size === 0) continue;
      const { journey } = this;
      journey.visitor = who;
      journey.start = 0;
      journey.end = size;
      if (!isSorted) sortJourney(journey, size, [this.explicit, ...this.late]);
      if ((journey.at[0] ?? 0) >= this.to || (journey.at[size - 1] ?? 0) < this.from) continue;
      if (!isPlain) this.derive(journey, stretches > 1);
      visit(journey);
    }
  }

  private open(sources: readonly Source[], shards: number): OpenSource[] {
    const { compiled, columns, joined, explicit } = this.layout;
    const opened: OpenSource[] = [];
    for (const source of sources) {
      const { run, place, visitors, starts, ends } = source;
      throwIfStopped(this.part.stop);
      const matches = this.matchesOf.get(place) ?? matchRows(compiled, run);
      if (run.shards < shards) this.matchesOf.set(place, matches);
      if (this.dropsUnmatched && matches.nothing) continue;
      const stored = columns.map((field, column): StoredCodes | undefined => {
        const dictionary = joined[column];
        return dictionary && { ...run.column(field), add: dictionary.baseOf(place) - 1 };
      });
      opened.push({
        visitors,
        starts,
        ends,
        month: run.month,
        at: run.at,
        seq: run.seq,
        seqBase: run.seqBase,
        flags: run.flags,
        name: run.column("name").codes,
        ofName: matches.ofName,
        masks: matches.masks,
        late: matches.late,
        columns: stored,
        explicit: explicit && run.column("sessionId").codes,
        explicitAdd: (explicit?.baseOf(place) ?? 0) - 1,
      });
    }
    return opened;
  }

  /** Makes room for `capacity` events, of which `size` are there. */
  private reserve(size: number, capacity: number): void {
    const old = this.journey;
    const { explicit, late } = this;
    const roomy = 2 * capacity;
    const larger = emptyJourney(roomy);
    larger.visitor = old.visitor;
    larger.columns = old.columns;
    larger.at.set(old.at.subarray(0, size));
    larger.seq.set(old.seq.subarray(0, size));
    larger.mask.set(old.mask.subarray(0, size));
    larger.flags.set(old.flags.subarray(0, size));
    larger.row.set(old.row.subarray(0, size));
    larger.source.set(old.source.subarray(0, size));
    this.journey = larger;
    this.explicit = new Int32Array(roomy);
    this.explicit.set(explicit.subarray(0, size));
    this.late = this.lateMatches.map((_, l) => {
      const marks = new Uint8Array(roomy);
      marks.set(late[l]?.subarray(0, size) ?? []);
      return marks;
    });
  }

  /** What sessions and late matches need of the rows that were just added. */
  private appendMore({ explicit, explicitAdd, late }: OpenSource, from: number, to: number): void {
    const { row } = this.journey;
    for (let i = from; i < to; i++) {
      const code = explicit?.[row[i] ?? 0] ?? 0;
      this.explicit[i] = code === 0 ? -1 : code + explicitAdd;
    }
    for (let l = 0; l < late.length; l++) {
      const marks = this.late[l];
      const ofRow = late[l];
      if (marks) for (let i = from; i < to; i++) marks[i] = ofRow?.[row[i] ?? 0] ?? 0;
    }
  }

  /** Sessions, channels, and the bits that depend on them. */
  private derive(journey: Journey, isOfSeveralRuns: boolean): void {
    if (this.sessions) {
      if (isOfSeveralRuns) this.unifySessions(journey.end);
      const first = this.sessions.number(journey, this.explicit);
      this.channels?.fill(journey, first);
    }
    for (let l = 0; l < this.lateMatches.length; l++) {
      const marks = this.late[l];
      if (marks) this.lateMatches[l]?.apply(journey, marks);
    }
  }

  /** A sender's session may lie in several runs, with another code in each. */
  private unifySessions(size: number): void {
    const { codeOfSession, codeOfText, explicit } = this;
    codeOfSession.clear();
    codeOfText.clear();
    let last = -1;
    let lastUnified = -1;
    for (let i = 0; i < size; i++) {
      const code = explicit[i] ?? -1;
      if (code < 0) continue;
      if (code !== last) {
        last = code;
        lastUnified = this.unifiedSession(code);
      }
      explicit[i] = lastUnified;
    }
  }

  private unifiedSession(code: number): number {
    const known = this.codeOfSession.get(code);
    if (known !== undefined) return known;
    const text = this.layout.explicit?.value(code);
    const unified = this.codeOfText.get(text) ?? code;
    this.codeOfText.set(text, unified);
    this.codeOfSession.set(code, unified);
    return unified;
  }
}
